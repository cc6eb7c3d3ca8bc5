// The program as the TypeScript client of today sees it, in both protocol eras.

import assert from 'node:assert/strict';

import { Checks, checkClient, load } from './checks.mjs';

const { Client, StreamableHTTPClientTransport } = load('@modelcontextprotocol/client');
const { StdioClientTransport } = load('@modelcontextprotocol/client/stdio');

const checks = new Checks();
for (const [mode, revision] of Object.entries({ auto: '2026-07-28', legacy: '2025-11-25' })) {
  await checkClient(checks, `client ${mode}`, {
    client: () => new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } }),
    stdio: (options) => new StdioClientTransport(options),
    http: (url) => new StreamableHTTPClientTransport(url),
    call: (client, parameters, options) => client.callTool(parameters, options),
    version: (client) => assert.equal(client.getNegotiatedProtocolVersion(), revision),
    // In the older era the cancellation is a POST of its own, which only a session could lead to the call.
    cancels: mode === 'auto' ? ['stdio', 'http'] : ['stdio'],
  });
}
checks.end();
