// An OpenID Connect provider for one client: the site at APP_URL. Its first line says where it is, and it ends with its
// standard input. A test changes it by POST /control: {"people": {…}} replaces who there is and what is said of them,
// {"rotate": true} its keys, and {"paths": true} answers with the paths that were asked for.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import Provider from 'oidc-provider';

const { APP_URL, CLIENT_ID, CLIENT_SECRET } = process.env;
const secrets = CLIENT_SECRET ? { client_secret: CLIENT_SECRET } : { token_endpoint_auth_method: 'none' };
const client = {
  client_id: CLIENT_ID,
  ...secrets,
  redirect_uris: [`${APP_URL}/oidc/callback`],
  post_logout_redirect_uris: [`${APP_URL}/`],
};
let people = {};
let paths = [];

function provider(issuer) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' };
  return new Provider(issuer, {
    clients: [client],
    jwks: { keys: [key] },
    cookies: { keys: ['of-the-tests'] },
    claims: { openid: ['sub', 'account', 'role'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...people[id], sub: id }) }),
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
  }).callback();
}

let answer;
const server = createServer(async (request, response) => {
  if (request.url !== '/control') {
    paths.push(request.url.split('?')[0]);
    return answer(request, response);
  }
  let body = '';
  for await (const part of request) body += part;
  const asked = JSON.parse(body);
  if (asked.people) ({ people } = asked);
  if (asked.rotate) answer = provider(issuer());
  response.end(JSON.stringify(asked.paths ? paths : null));
});
const issuer = () => `http://127.0.0.1:${server.address().port}`;
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  answer = provider(issuer());
  console.log(issuer());
});
process.stdin.on('end', () => process.exit()).resume();
