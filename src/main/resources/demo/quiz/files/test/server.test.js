import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { createQuizServer } from "../src/server.js";

const questions = [{ id: "a", text: "1 + 1", options: ["1", "2"], answer: 1 }];
const folder = fileURLToPath(new URL("../public", import.meta.url));
const server = createQuizServer(questions, folder);
let base;

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${server.address().port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

function send(body) {
  return fetch(`${base}/api/answers`, { method: "POST", body });
}

test("a round does not tell the answers", async () => {
  const response = await fetch(`${base}/api/round`);
  assert.deepEqual(await response.json(), {
    questions: [{ id: "a", text: "1 + 1", options: ["1", "2"] }],
  });
});

test("answers are checked", async () => {
  const response = await send('{"answers": {"a": 1}}');
  assert.equal(response.status, 200);
  assert.equal((await response.json()).score, 1);
});

test("bad answers are refused", async () => {
  const bad = ["", "null", '{"answers": []}', '{"answers": {"a": "1"}}', '{"answers": {"x": 1}}'];
  for (const body of [...bad, " ".repeat(70000)]) {
    assert.equal((await send(body)).status, 400);
  }
});

test("the page is served", async () => {
  const response = await fetch(base);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /html/);
  assert.match(await response.text(), /id="quiz"/);
});

test("nothing outside of the folder is served", async () => {
  for (const path of ["/../package.json", "/%2e%2e/src/main.js", "/..%2fsrc%2fmain.js", "/%", "/none.css"]) {
    assert.equal((await fetch(base + path)).status, 404);
  }
});
