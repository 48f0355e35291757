// The pages on which people sign in: a password, and the code of an authenticator for those who have one.

import { TOTP } from 'otpauth';

const MAX_FORM = 4096;

export class SignInPages {
  #provider;
  #accounts;
  #secondFactor;
  // Whose password was right, by the sign-in: only they are asked for a code.
  #afterPassword = new Map();

  constructor(provider, accounts, secondFactor) {
    this.#provider = provider;
    this.#accounts = accounts;
    this.#secondFactor = secondFactor;
  }

  async answer(request, response) {
    const { uid } = await this.#provider.interactionDetails(request, response);
    const account = this.#afterPassword.get(uid);
    if (request.method !== 'POST') {
      return show(response, account ? codePage() : passwordPage());
    }
    const form = await formOf(request);
    return account ? this.#takeCode(uid, account, form, request, response) : this.#takePassword(uid, form, request, response);
  }

  async #takePassword(uid, form, request, response) {
    const account = this.#accounts.find((one) => one.email === form.get('email') && one.password === form.get('password'));
    if (!account) {
      return show(response, passwordPage('The address or the password is wrong.'));
    }
    if (account.totp_key) {
      this.#afterPassword.set(uid, account);
      return show(response, codePage());
    }
    return this.#finish(request, response, { accountId: account.id, amr: ['pwd'] });
  }

  async #takeCode(uid, account, form, request, response) {
    if (new TOTP({ secret: account.totp_key }).validate({ token: form.get('code') ?? '', window: 1 }) === null) {
      return show(response, codePage('The code is wrong.'));
    }
    this.#afterPassword.delete(uid);
    return this.#finish(request, response, { accountId: account.id, amr: ['pwd', 'otp'], acr: this.#secondFactor });
  }

  #finish(request, response, login) {
    return this.#provider.interactionFinished(request, response, { login: { ...login, remember: true } });
  }
}

async function formOf(request) {
  let text = '';
  for await (const part of request) {
    text += part;
    if (text.length > MAX_FORM) {
      throw new Error('the form is too long');
    }
  }
  return new URLSearchParams(text);
}

function passwordPage(fault = '') {
  return `<p>${fault}</p>
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>`;
}

function codePage(fault = '') {
  return `<p>${fault}</p>
<label>Code of the authenticator <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>`;
}

function show(response, fields) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`<!doctype html><html lang="en"><title>Sign in</title><link rel="icon" href="data:,">
<h1>Sign in</h1><form method="post">${fields}<button>Continue</button></form></html>`);
}
