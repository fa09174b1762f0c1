"use strict";

(() => {
  const store = new TaskStore(window.localStorage);
  const form = document.getElementById("new-task");
  const field = document.getElementById("new-text");
  const search = document.getElementById("search");
  const status = document.getElementById("status");

  const board = new Board(document.getElementById("board"), {
    move: (id, column) => store.move(id, column) && announce(`${TEXTS.moved} ${TEXTS.columns[column]}`),
    rename: (id, text) => announce(store.rename(id, text) ? TEXTS.renamed : TEXTS.emptyText),
    remove: (id) => store.remove(id) && announce(TEXTS.removed),
  });

  function announce(message) {
    status.textContent = message;
    draw();
  }

  function draw() {
    const wanted = search.value.trim().toLocaleLowerCase();
    board.draw(store.list().filter((task) => task.text.toLocaleLowerCase().includes(wanted)));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const task = store.add(field.value);
    announce(task === null ? TEXTS.emptyText : TEXTS.added);
    field.value = "";
    field.focus();
  });
  search.addEventListener("input", draw);
  draw();
})();
