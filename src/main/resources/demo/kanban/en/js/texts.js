"use strict";

/** Every word that the scripts show. */
const TEXTS = {
  columns: { todo: "To do", doing: "In progress", done: "Done" },
  empty: "Nothing here yet",
  emptyText: "Write what is to be done first",
  added: "Task added",
  moved: "Moved to:",
  moveTo: "Move to:",
  rename: "Rename",
  newName: "New text of the task",
  renamed: "Task renamed",
  remove: "Delete",
  removed: "Task deleted",
};
