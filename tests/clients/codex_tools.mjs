// Asks Codex which tools it has found: codex_tools.mjs CODEX
//
// Its commands only show what is configured; it connects when an application asks its server.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const codex = spawn(process.argv[2], ['app-server'], { stdio: ['pipe', 'pipe', 'inherit'] });
const send = (message) => codex.stdin.write(`${JSON.stringify(message)}\n`);
const giveUp = setTimeout(() => process.exit(1), 40_000);

send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'test', title: 'Test', version: '0' } } });
for await (const line of createInterface({ input: codex.stdout })) {
  const { id, result, error } = JSON.parse(line);
  if (error) throw new Error(JSON.stringify(error));
  if (id === 1) {
    send({ method: 'initialized' });
    send({ id: 2, method: 'mcpServerStatus/list', params: { detail: 'full' } });
  }
  if (id === 2) {
    for (const { name, tools } of result.data) console.log(`${name}: ${Object.keys(tools).length} tools`);
    break;
  }
}
clearTimeout(giveUp);
codex.kill();
