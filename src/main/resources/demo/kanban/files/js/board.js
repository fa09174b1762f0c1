"use strict";

/** Draws the columns and tells the actions what the user does. */
class Board {
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
  }

  draw(tasks) {
    const columns = TaskStore.COLUMNS.map((column) =>
      this.column(column, tasks.filter((task) => task.column === column)),
    );
    this.root.replaceChildren(...columns);
  }

  column(name, tasks) {
    const heading = document.createElement("h2");
    heading.id = `column-${name}`;
    heading.textContent = `${TEXTS.columns[name]} (${tasks.length})`;
    const list = document.createElement("ul");
    list.append(...tasks.map((task) => this.task(task)));
    const section = document.createElement("section");
    section.className = "column";
    section.setAttribute("aria-labelledby", heading.id);
    section.append(heading, tasks.length > 0 ? list : this.empty());
    this.acceptDrops(section, name);
    return section;
  }

  empty() {
    const note = document.createElement("p");
    note.className = "empty";
    note.textContent = TEXTS.empty;
    return note;
  }

  acceptDrops(section, column) {
    section.addEventListener("dragover", (event) => event.preventDefault());
    section.addEventListener("drop", (event) => {
      event.preventDefault();
      const id = Number.parseInt(event.dataTransfer.getData("text/plain"), 10);
      this.actions.move(id, column);
    });
  }

  task(task) {
    const item = document.createElement("li");
    item.className = "task";
    item.draggable = true;
    item.addEventListener("dragstart", (event) =>
      event.dataTransfer.setData("text/plain", String(task.id)),
    );
    const text = document.createElement("span");
    text.className = "text";
    text.textContent = task.text;
    item.append(text, this.buttons(task));
    return item;
  }

  buttons(task) {
    const group = document.createElement("span");
    group.className = "buttons";
    const place = TaskStore.COLUMNS.indexOf(task.column);
    const left = TaskStore.COLUMNS[place - 1];
    const right = TaskStore.COLUMNS[place + 1];
    if (left !== undefined) {
      group.append(this.button("←", `${TEXTS.moveTo} ${TEXTS.columns[left]}`, task, () => this.actions.move(task.id, left)));
    }
    if (right !== undefined) {
      group.append(this.button("→", `${TEXTS.moveTo} ${TEXTS.columns[right]}`, task, () => this.actions.move(task.id, right)));
    }
    group.append(
      this.button("✎", TEXTS.rename, task, () => this.askForName(task)),
      this.button("×", TEXTS.remove, task, () => this.actions.remove(task.id)),
    );
    return group;
  }

  button(sign, label, task, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = label;
    button.setAttribute("aria-label", `${label}: ${task.text}`);
    button.addEventListener("click", onClick);
    return button;
  }

  askForName(task) {
    const text = window.prompt(TEXTS.newName, task.text);
    if (text !== null) {
      this.actions.rename(task.id, text);
    }
  }
}
