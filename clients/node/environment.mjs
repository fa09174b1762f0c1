// What scripts/client-tests.sh started.
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run scripts/client-tests.sh`);
  return value;
}

export const service = required('SAMOKODER_URL');
export const token = required('SAMOKODER_TOKEN');
export const poorToken = required('SAMOKODER_POOR_TOKEN');
export const replay = required('REPLAY_URL');

export async function state() {
  return (await fetch(`${replay}/state`)).json();
}

/** Waits until the stand-in for the providers says so; fails after two seconds. */
export async function eventually(condition) {
  const end = Date.now() + 2000;
  while (Date.now() < end) {
    if (condition(await state())) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within two seconds: ${condition}`);
}

/** The tools that every client here offers. */
export const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
};
