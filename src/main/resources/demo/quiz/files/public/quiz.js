import { TEXTS } from "./texts.js";

const form = document.getElementById("quiz");
const list = document.getElementById("questions");
const status = document.getElementById("status");
const send = document.getElementById("send");
const again = document.getElementById("again");
let questions = [];

async function call(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) {
    throw new Error(TEXTS.failed);
  }
  return response.json();
}

async function start() {
  try {
    ({ questions } = await call("/api/round"));
  } catch {
    status.textContent = TEXTS.failed;
    again.hidden = false;
    return;
  }
  list.replaceChildren(...questions.map(field));
  send.hidden = false;
  again.hidden = true;
  showOpen();
}

function field(question) {
  const legend = document.createElement("legend");
  legend.textContent = question.text;
  const fieldset = document.createElement("fieldset");
  fieldset.append(legend, ...question.options.map((text, index) => option(question, text, index)));
  const item = document.createElement("li");
  item.append(fieldset);
  return item;
}

function option(question, text, index) {
  const radio = document.createElement("input");
  radio.type = "radio";
  radio.name = question.id;
  radio.value = String(index);
  const label = document.createElement("label");
  label.append(radio, ` ${text}`);
  return label;
}

function answers() {
  const chosen = new FormData(form);
  return Object.fromEntries(
    questions.map(({ id }) => [id, chosen.has(id) ? Number(chosen.get(id)) : null]),
  );
}

function showOpen() {
  const open = Object.values(answers()).filter((chosen) => chosen === null).length;
  status.textContent = open === 0 ? TEXTS.ready : `${TEXTS.open} ${open}`;
}

function showResult(result) {
  status.textContent = `${TEXTS.score} ${result.score} / ${result.total}`;
  questions.forEach((question, index) => {
    const found = result.results.find(({ id }) => id === question.id);
    const note = document.createElement("p");
    note.className = found.right ? "right" : "wrong";
    note.textContent = found.right
      ? TEXTS.right
      : `${TEXTS.wrong} ${question.options[found.answer]}`;
    list.children[index].append(note);
  });
  for (const radio of form.querySelectorAll("input")) {
    radio.disabled = true;
  }
  send.hidden = true;
  again.hidden = false;
  again.focus();
}

form.addEventListener("change", showOpen);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const body = JSON.stringify({ answers: answers() });
    showResult(await call("/api/answers", { method: "POST", body }));
  } catch {
    status.textContent = TEXTS.failed;
  }
});
again.addEventListener("click", start);
start();
