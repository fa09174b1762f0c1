/** Reads the questions and makes sure that each can be asked. */
export function readQuestions(json) {
  const questions = JSON.parse(json);
  if (!Array.isArray(questions) || questions.length === 0) {
    throw new Error("the questions must be a list that is not empty");
  }
  const ids = new Set();
  for (const question of questions) {
    if (!isQuestion(question) || ids.has(question.id)) {
      throw new Error(`a question is not valid: ${JSON.stringify(question)}`);
    }
    ids.add(question.id);
  }
  return questions;
}

function isQuestion(value) {
  return (
    value !== null &&
    typeof value === "object" &&
    typeof value.id === "string" &&
    typeof value.text === "string" &&
    Array.isArray(value.options) &&
    value.options.length >= 2 &&
    value.options.every((option) => typeof option === "string") &&
    Number.isInteger(value.answer) &&
    value.answer >= 0 &&
    value.answer < value.options.length
  );
}

/** Questions in random order, without their answers. */
export function drawRound(questions, count, random = Math.random) {
  const deck = [...questions];
  for (let i = deck.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [deck[i], deck[j]] = [deck[j], deck[i]];
  }
  return deck.slice(0, count).map(({ id, text, options }) => ({ id, text, options }));
}

/**
 * Counts the right answers.
 * `answers` holds the chosen option's index by the question's id, or null where none was chosen.
 */
export function score(questions, answers) {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const results = [];
  for (const [id, chosen] of Object.entries(answers)) {
    const question = byId.get(id);
    if (question === undefined) {
      throw new RangeError(`there is no question ${id}`);
    }
    results.push({ id, right: chosen === question.answer, answer: question.answer });
  }
  return {
    score: results.filter((result) => result.right).length,
    total: results.length,
    results,
  };
}
