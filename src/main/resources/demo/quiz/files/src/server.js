import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";

import { drawRound, score } from "./quiz.js";

const ROUND = 5;
const LARGEST_BODY = 64 * 1024;
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** Serves the quiz and the files of a folder. */
export function createQuizServer(questions, folder) {
  return createServer((request, response) => {
    answer(request, response, questions, folder).catch(() => {
      if (response.headersSent) {
        response.destroy();
      } else {
        sendJson(response, 500, { error: "the server failed" });
      }
    });
  });
}

async function answer(request, response, questions, folder) {
  const path = request.url.split("?")[0];
  if (request.method === "GET" && path === "/api/round") {
    sendJson(response, 200, { questions: drawRound(questions, ROUND) });
  } else if (request.method === "POST" && path === "/api/answers") {
    await check(request, response, questions);
  } else if (request.method === "GET" && !path.startsWith("/api/")) {
    await sendFile(response, folder, path);
  } else {
    sendJson(response, 404, { error: "not found" });
  }
}

async function check(request, response, questions) {
  const body = await readBody(request);
  const answers = body === null ? null : parseAnswers(body);
  if (answers === null) {
    sendJson(response, 400, { error: "send {answers: {id: index or null}}" });
    return;
  }
  try {
    sendJson(response, 200, score(questions, answers));
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    sendJson(response, 400, { error: error.message });
  }
}

/** The body as text, or null when it is too large. */
async function readBody(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size <= LARGEST_BODY) {
      parts.push(part);
    }
  }
  return size > LARGEST_BODY ? null : Buffer.concat(parts).toString("utf8");
}

function parseAnswers(text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const answers = body?.answers;
  const valid =
    answers !== null &&
    typeof answers === "object" &&
    !Array.isArray(answers) &&
    Object.values(answers).every((chosen) => chosen === null || Number.isInteger(chosen));
  return valid ? answers : null;
}

async function sendFile(response, folder, path) {
  const file = inside(folder, path === "/" ? "/index.html" : path);
  const type = file === null ? undefined : TYPES[extname(file)];
  if (type === undefined) {
    sendJson(response, 404, { error: "not found" });
    return;
  }
  try {
    const content = await readFile(file);
    response.writeHead(200, { "Content-Type": type, "X-Content-Type-Options": "nosniff" });
    response.end(content);
  } catch {
    sendJson(response, 404, { error: "not found" });
  }
}

/** The file's place, or null when the path leads out of the folder. */
function inside(folder, path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const root = normalize(folder + sep);
  const file = normalize(join(root, decoded));
  return file.startsWith(root) && !file.includes("\0") ? file : null;
}

function sendJson(response, status, content) {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(content));
}
