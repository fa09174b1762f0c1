import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { readQuestions } from "./quiz.js";
import { createQuizServer } from "./server.js";

const port = Number.parseInt(process.env.PORT ?? "3000", 10);
const questions = readQuestions(
  readFileSync(new URL("../data/questions.json", import.meta.url), "utf8"),
);
const folder = fileURLToPath(new URL("../public", import.meta.url));

const server = createQuizServer(questions, folder);
server.listen(port, "127.0.0.1", () => {
  console.log(`http://localhost:${server.address().port}`);
});
