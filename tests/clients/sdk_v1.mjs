// The program as the TypeScript SDK of the older era sees it, which most clients are still built with.

import assert from 'node:assert/strict';

import { Checks, checkClient, load } from './checks.mjs';

const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = load('@modelcontextprotocol/sdk/client/stdio.js');
const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');

const checks = new Checks();
await checkClient(checks, 'sdk', {
  client: () => new Client({ name: 'test', version: '0' }),
  stdio: (options) => new StdioClientTransport(options),
  http: (url) => new StreamableHTTPClientTransport(url),
  call: (client, parameters, options) => client.callTool(parameters, undefined, options),
  version: (client) => assert.equal(client.getServerVersion().name, 'pagerduty-mcp-server'),
  // The cancellation is a POST of its own, which only a session could lead to the call.
  cancels: ['stdio'],
});
checks.end();
