// A product whose "Billing" link hands its signed-in user over to the customer portal.
import express from "express";

const { PORTAL_URL, PORTAL_KEY, PORT = 4000 } = process.env;

/** The product's own sign-in goes here; this one takes everybody for Ada. */
const signedIn = () => ({ id: "user-7", email: "ada@example.com", team: { id: "team-42", name: "Analytical Engines" } });

const app = express();
app.get("/", (request, response) => response.send('<link rel="icon" href="data:,"><h1>Product</h1><a href="/billing">Billing</a>'));
app.get("/billing", async (request, response) => {
  const user = signedIn(request);
  const answer = await fetch(`${PORTAL_URL}/api/v1/handovers`, {
    method: "POST",
    headers: { Authorization: `Bearer ${PORTAL_KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      account: { external_id: user.team.id, name: user.team.name },
      user: { external_id: user.id, email: user.email, email_verified: true },
      role: "owner",
      to: "account",
      return_url: `${request.protocol}://${request.host}/`,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) return response.status(502).send("Billing cannot be opened right now.");
  response.redirect((await answer.json()).url);
});
app.listen(PORT, "127.0.0.1");
