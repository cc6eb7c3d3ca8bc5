// Judges one run of the conformance suite: judge.mjs RESULTS [BASELINE]
//
// The suite leaves what it does not score (extensions, and what came after a revision) out of its own verdict; here it
// counts like everything else. Prints what is wrong, then a line "N passed, N failed, N excused".

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [results, baseline] = process.argv.slice(2);

/** `scenario` or `scenario:check`, each with whether something has failed that it excuses. */
const excuses = new Map();
if (baseline && existsSync(baseline)) {
  for (const line of readFileSync(baseline, 'utf8').split('\n')) {
    const entry = line.match(/^ {2}- (\S+)/)?.[1];
    if (entry) excuses.set(entry, false);
  }
}

let passed = 0;
let excused = 0;
const wrong = [];
for (const directory of readdirSync(results)) {
  const scenario = directory.match(/^server-(.+)-\d{4}-\d{2}-\d{2}T/)?.[1];
  if (!scenario) continue;
  for (const { id, status, errorMessage } of JSON.parse(readFileSync(join(results, directory, 'checks.json'), 'utf8'))) {
    if (status === 'SUCCESS') passed += 1;
    if (status !== 'FAILURE' && status !== 'WARNING') continue;
    // An excuse for a whole scenario is none for messages that are no MCP.
    const whole = id !== 'wire-schema-valid' && excuses.has(scenario) ? scenario : undefined;
    const excuse = excuses.has(`${scenario}:${id}`) ? `${scenario}:${id}` : whole;
    if (excuse) {
      excuses.set(excuse, true);
      excused += 1;
    } else {
      wrong.push(`${scenario}:${id} fails: ${errorMessage ?? status}`);
    }
  }
}
for (const [excuse, isUsed] of excuses) {
  if (!isUsed) wrong.push(`${excuse} needs no excuse: remove it from ${baseline}`);
}
for (const line of wrong) console.log(line);
console.log(`${passed} passed, ${wrong.length} failed, ${excused} excused`);
process.exit(wrong.length > 0 || passed === 0 ? 1 : 0);
