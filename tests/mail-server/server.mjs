// An SMTP server for the tests. It prints its port, and each letter that it takes as a line of JSON.
// How it behaves is said by the recipient: `refused@…` does not exist, `later@…` is put off once,
// `broken@…` loses the connection once after the letter was taken, `slow…` takes two seconds.
// MAIL_USER and MAIL_PASSWORD make it ask who sends; MAIL_TLS is the folder of key.pem and cert.pem.
import { readFileSync } from "node:fs";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const { MAIL_USER: user, MAIL_PASSWORD: password, MAIL_TLS: tls } = process.env;
const seen = new Set();

// True the first time that this address is asked about.
const isFirst = (address) => !seen.has(address) && seen.add(address);

const refusal = (code, words) => Object.assign(new Error(words), { responseCode: code });

const server = new SMTPServer({
  secure: Boolean(tls),
  key: tls && readFileSync(`${tls}/key.pem`),
  cert: tls && readFileSync(`${tls}/cert.pem`),
  authOptional: !user,
  allowInsecureAuth: true,
  disabledCommands: tls ? [] : ["STARTTLS"],
  onAuth: (auth, _session, done) =>
    auth.username === user && auth.password === password
      ? done(null, { user })
      : done(refusal(535, "Who are you?")),
  onRcptTo: ({ address }, _session, done) => {
    if (address.startsWith("refused@")) return done(refusal(550, "No such mailbox"));
    if (address.startsWith("later@") && isFirst(address)) return done(refusal(451, "Come back later"));
    return done();
  },
  onData: async (stream, session, done) => {
    const letter = await simpleParser(stream);
    const [to] = session.envelope.rcptTo.map(({ address }) => address);
    console.log(
      JSON.stringify({
        to,
        from: letter.from?.text,
        subject: letter.subject,
        id: letter.messageId,
        text: letter.text,
        html: letter.html,
      }),
    );
    if (to.startsWith("slow")) await new Promise((wake) => setTimeout(wake, 2000));
    if (to.startsWith("broken@") && isFirst(to)) {
      for (const connection of server.connections) connection._socket.destroy();
      return;
    }
    done();
  },
});

// A connection that breaks off is part of the tests.
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
// The tests hold our standard input: without them there is nothing to do here.
process.stdin.resume().on("end", () => process.exit());
