import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { drawRound, readQuestions, score } from "../src/quiz.js";

const questions = [
  { id: "a", text: "1 + 1", options: ["1", "2"], answer: 1 },
  { id: "b", text: "2 + 2", options: ["4", "5"], answer: 0 },
  { id: "c", text: "3 + 3", options: ["6", "7"], answer: 0 },
];

test("the questions that come with the quiz are valid", () => {
  const json = readFileSync(new URL("../data/questions.json", import.meta.url), "utf8");
  assert.ok(readQuestions(json).length >= 5);
});

test("broken questions are refused", () => {
  for (const broken of [[], {}, [{ ...questions[0], answer: 2 }], [questions[0], questions[0]]]) {
    assert.throws(() => readQuestions(JSON.stringify(broken)));
  }
});

test("a round holds different questions without their answers", () => {
  const round = drawRound(questions, 2);
  assert.equal(new Set(round.map((question) => question.id)).size, 2);
  assert.ok(round.every((question) => !("answer" in question)));
});

test("a round is no longer than the list", () => {
  assert.equal(drawRound(questions, 10).length, 3);
});

test("right answers count, missing ones do not", () => {
  const result = score(questions, { a: 1, b: 1, c: null });
  assert.equal(result.score, 1);
  assert.equal(result.total, 3);
  assert.deepEqual(result.results[1], { id: "b", right: false, answer: 0 });
});

test("an unknown question is an error", () => {
  assert.throws(() => score(questions, { x: 0 }), RangeError);
});
