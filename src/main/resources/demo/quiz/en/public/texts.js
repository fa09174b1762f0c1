/** The words that the script shows. */
export const TEXTS = {
  open: "Questions left:",
  ready: "All questions are answered.",
  score: "Your score:",
  right: "Right!",
  wrong: "Not quite. The answer is:",
  failed: "The server did not answer. Try again.",
};
