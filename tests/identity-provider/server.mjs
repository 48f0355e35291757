// Runs an OpenID provider on the loopback interface: node server.mjs SETTINGS.json
//
// The settings are {port, accounts: [{id, email, name, password, totp_key?}], clients: [as dynamic registration has them],
// claims_parameter}. Whoever has a totp_key (base32) must show a code of it after the password. How somebody signed in (amr) is in
// a token only where it was asked for by the parameter claims, if that is taken at all. The provider makes its keys when it starts: starting it again
// is a rotation of all of them at once. It prints "ready" when it listens.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

import { SignInPages } from './pages.mjs';

// As the tokens say it of a password and a code (REFEDS MFA profile).
const SECOND_FACTOR = 'https://refeds.org/profile/mfa';

const { port, accounts, clients, claims_parameter: claimsParameter } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const issuer = `http://127.0.0.1:${port}`;

async function newKeys() {
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  return Promise.all(
    algorithms.map(async (alg) => {
      const { privateKey } = await generateKeyPair(alg, { extractable: true });
      return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: randomBytes(8).toString('hex') };
    }),
  );
}

function claimsOf({ id, email, name }) {
  return { sub: id, email, email_verified: true, name };
}

// Clients of an organisation's own are not asked for consent: whatever one asks for is granted.
async function grantAll(context) {
  const { client, params, session } = context.oidc;
  const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: await newKeys() },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], acr: null, amr: null, auth_time: null },
  acrValues: [SECOND_FACTOR],
  cookies: { keys: [randomBytes(32).toString('hex')] },
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA'] },
  features: { claimsParameter: { enabled: claimsParameter }, devInteractions: { enabled: false } },
  findAccount: (_, id) => {
    const account = accounts.find((one) => one.id === id);
    return account && { accountId: id, claims: () => claimsOf(account) };
  },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: grantAll,
  pkce: { required: () => true },
  renderError: (context, { error, error_description: description }) => {
    context.type = 'text/plain';
    context.body = `${error}: ${description}`;
  },
});

const pages = new SignInPages(provider, accounts, SECOND_FACTOR);
const endpoints = provider.callback();
const server = createServer((request, response) => {
  if (request.url.startsWith('/interaction/')) {
    pages.answer(request, response).catch((error) => {
      console.error(error);
      response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error));
    });
  } else {
    endpoints(request, response);
  }
});
server.listen(port, '127.0.0.1', () => console.log('ready'));
