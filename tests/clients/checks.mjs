// What every TypeScript client checks: both transports, with the client's own classes.
//
// `scripts/clients.sh` says what the variables are.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const { PACKAGES, PROGRAM, DEMO_URL, STUCK_URL, STUCK_UPSTREAM } = process.env;
const STUCK = { PAGERDUTY_API_TOKEN: 'any', PAGERDUTY_API_URL: STUCK_UPSTREAM };

/** Loads from where the clients are installed, which is not in this repository. */
export const load = createRequire(join(PACKAGES, 'package.json'));

/** Prints a line for each check, and "N passed, N failed" at the end. */
export class Checks {
  passed = 0;
  failed = 0;

  async run(name, check) {
    const late = new AbortController();
    const deadline = setTimeout(20_000, undefined, { signal: late.signal, ref: false }).then(
      () => Promise.reject(new Error('not done after 20 s')),
      () => {},
    );
    try {
      await Promise.race([check(), deadline]);
      this.passed += 1;
      console.log(`  ok   ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`  FAIL ${name}: ${error.message}`);
    } finally {
      late.abort();
    }
  }

  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed > 0 ? 1 : 0);
  }
}

/**
 * Checks one kind of client in one era. `client()` makes one that is not connected, `stdio(options)` and `http(url)` make
 * its transports, `call(client, parameters, options)` calls a tool, `version(client)` throws unless it has agreed on the
 * right revision, `cancels` are the transports that a cancellation gets through.
 */
export async function checkClient(checks, name, { client, stdio, http, call, version, cancels }) {
  const on = (transport, check) => async () => {
    const connected = client();
    await connected.connect(transport());
    try {
      await check(connected, (tool, given, options) => call(connected, { name: tool, arguments: given }, options));
    } finally {
      await connected.close();
    }
  };
  const demo = { stdio: () => stdio({ command: PROGRAM, args: ['--demo'] }), http: () => http(new URL(DEMO_URL)) };
  for (const [kind, transport] of Object.entries(demo)) {
    await checks.run(`${name} ${kind} version`, on(transport, async (client) => version(client)));
    for (const [what, check] of Object.entries({ lists, answers, errors })) {
      await checks.run(`${name} ${kind} ${what}`, on(transport, check));
    }
  }
  if (cancels.includes('stdio')) {
    let log = '';
    const stuck = () => {
      const args = ['--log', 'info', '--log-format', 'json'];
      const transport = stdio({ command: PROGRAM, args, env: { ...process.env, ...STUCK }, stderr: 'pipe' });
      transport.stderr.on('data', (text) => (log += text));
      return transport;
    };
    const cancelled = async () => log.split('"outcome":"CANCELLED"').length;
    await checks.run(`${name} stdio cancels`, on(stuck, cancel(cancelled)));
  }
  if (cancels.includes('http')) {
    const cancelled = async () => {
      const metrics = await (await fetch(new URL('/metrics', STUCK_URL))).text();
      return Number(metrics.match(/_calls_total\{[^}]*"CANCELLED"[^}]*\} (\d+)/)?.[1] ?? 0);
    };
    await checks.run(`${name} http cancels`, on(() => http(new URL(STUCK_URL)), cancel(cancelled)));
  }
}

async function lists(client) {
  const { tools } = await client.listTools();
  assert(tools.length >= 12, `${tools.length} tools`);
  assert.equal(tools.find(({ name }) => name === 'get_incidents').annotations.readOnlyHint, true);
  const { resources } = await client.listResources();
  assert.deepEqual(
    resources.map(({ uri }) => uri),
    ['docs://tools', 'pagerduty://oncall/me'],
  );
  const { contents } = await client.readResource({ uri: 'docs://tools' });
  assert.match(contents[0].text, /## `get_incidents`/);
  const { prompts } = await client.listPrompts();
  assert(prompts.some(({ name }) => name === 'triage'), `${prompts.length} prompts`);
  const { messages } = await client.getPrompt({ name: 'triage', arguments: { incident: '1234' } });
  assert.match(messages[0].content.text, /incident 1234/);
}

async function answers(_, call) {
  const result = await call('get_incidents', { limit: 2 });
  assert(!result.isError, result.content[0].text);
  assert.equal(result.structuredContent.metadata.count, 2);
  assert.equal(result.content[0].text, JSON.stringify(result.structuredContent));
}

async function errors(_, call) {
  const result = await call('get_incidents', { limit: 0 });
  assert.equal(result.isError, true);
  assert.equal(result.structuredContent.error.code, 'INVALID_PARAMETER');
  assert.equal(result.content[0].text, JSON.stringify(result.structuredContent));
  await assert.rejects(call('get_incident', {}), { code: -32602 });
}

const cancel = (cancelled) => async (client, call) => {
  const before = await cancelled();
  const controller = new AbortController();
  const rejected = assert.rejects(call('get_teams', { query: 'any' }, { signal: controller.signal }));
  await setTimeout(500);
  controller.abort();
  await rejected;
  for (let tries = 0; (await cancelled()) <= before; tries += 1) {
    assert(tries < 30, 'the server goes on with a call that was cancelled');
    await setTimeout(100);
  }
  assert((await client.listTools()).tools.length >= 12);
};
