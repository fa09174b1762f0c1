"use strict";

/** The tasks of the board, kept in a storage such as localStorage. */
class TaskStore {
  static KEY = "board.tasks";
  static COLUMNS = ["todo", "doing", "done"];

  constructor(storage) {
    this.storage = storage;
    this.tasks = TaskStore.read(storage);
  }

  static read(storage) {
    try {
      const saved = JSON.parse(storage.getItem(TaskStore.KEY) ?? "[]");
      return Array.isArray(saved) ? saved.filter(TaskStore.isTask) : [];
    } catch {
      return [];
    }
  }

  static isTask(value) {
    return (
      value !== null &&
      typeof value === "object" &&
      Number.isInteger(value.id) &&
      typeof value.text === "string" &&
      TaskStore.COLUMNS.includes(value.column)
    );
  }

  list() {
    return this.tasks.map((task) => ({ ...task }));
  }

  /** Adds a task to the first column; answers null when the text is empty. */
  add(text) {
    const trimmed = text.trim();
    if (trimmed === "") {
      return null;
    }
    const id = this.tasks.reduce((highest, task) => Math.max(highest, task.id), 0) + 1;
    const task = { id, text: trimmed, column: TaskStore.COLUMNS[0] };
    this.tasks.push(task);
    this.save();
    return { ...task };
  }

  rename(id, text) {
    const trimmed = text.trim();
    return trimmed !== "" && this.change(id, (task) => (task.text = trimmed));
  }

  move(id, column) {
    return TaskStore.COLUMNS.includes(column) && this.change(id, (task) => (task.column = column));
  }

  remove(id) {
    const before = this.tasks.length;
    this.tasks = this.tasks.filter((task) => task.id !== id);
    this.save();
    return this.tasks.length < before;
  }

  change(id, edit) {
    const task = this.tasks.find((candidate) => candidate.id === id);
    if (task === undefined) {
      return false;
    }
    edit(task);
    this.save();
    return true;
  }

  save() {
    this.storage.setItem(TaskStore.KEY, JSON.stringify(this.tasks));
  }
}
