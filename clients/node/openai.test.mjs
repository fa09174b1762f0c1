import assert from 'node:assert/strict';
import test from 'node:test';
import OpenAI from 'openai';
import { eventually, parameters, poorToken, service, state, token } from './environment.mjs';

const client = new OpenAI({ baseURL: `${service}/v1`, apiKey: token, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Hello' }];
const tools = [{ type: 'function', function: { name: 'weather', parameters } }];

for (const provider of ['openai', 'anthropic']) {
  test(`openai: a completion by ${provider}`, async () => {
    const { data, response } = await client.chat.completions
      .create({ model: `${provider}/plain`, messages })
      .withResponse();
    assert.equal(data.choices[0].message.content, 'Hello');
    assert.ok(data.usage.total_tokens > 0);
    assert.equal(response.headers.get('x-samokoder-provider'), provider);
    assert.ok(data._request_id);
  });

  test(`openai: a stream by ${provider}`, async () => {
    const stream = await client.chat.completions.create({
      model: `${provider}/plain`,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let usage = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'Hello, мир');
    assert.ok(usage.prompt_tokens >= usage.prompt_tokens_details.cached_tokens);
  });

  test(`openai: no usage unless asked for, by ${provider}`, async () => {
    const stream = await client.chat.completions.create({ model: `${provider}/plain`, messages, stream: true });
    for await (const chunk of stream) assert.equal(chunk.choices.length, 1);
  });

  test(`openai: streamed tools by ${provider}`, async () => {
    const run = client.chat.completions.stream({ model: `${provider}/tools`, messages, tools });
    const completion = await run.finalChatCompletion();
    const [choice] = completion.choices;
    assert.equal(choice.finish_reason, 'tool_calls');
    assert.equal(choice.message.tool_calls.length, 2);
    assert.deepEqual(JSON.parse(choice.message.tool_calls[0].function.arguments), { city: 'Омск' });
    assert.deepEqual(JSON.parse(choice.message.tool_calls[1].function.arguments), {});
  });

  test(`openai: results of tools go to ${provider}`, async () => {
    const first = await client.chat.completions.create({ model: `${provider}/tools`, messages, tools });
    const call = first.choices[0].message.tool_calls[0];
    await client.chat.completions.create({
      model: `${provider}/plain`,
      tools,
      messages: [...messages, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '-20' }],
    });
    const sent = JSON.stringify((await state()).last.body);
    assert.ok(sent.includes(call.id) && sent.includes('-20'));
  });

  test(`openai: refusals by ${provider} are typed`, async () => {
    const ask = (model) => client.chat.completions.create({ model: `${provider}/${model}`, messages });
    await assert.rejects(ask('throttled'), (error) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.code, 'provider_rate_limited');
      // The second time the gateway knows by itself that the key is left out, and for how long yet.
      const wait = Number(error.headers.get('retry-after'));
      assert.ok(wait > 300 && wait <= 600);
      return true;
    });
    await assert.rejects(ask('bad-request'), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.match(error.message, /Unsupported value: temperature/);
      return true;
    });
    await assert.rejects(ask('bad-key'), (error) => {
      assert.ok(error instanceof OpenAI.APIError);
      assert.equal(error.status, 424);
      assert.equal(error.code, 'provider_key_invalid');
      return true;
    });
    await assert.rejects(ask('overloaded:openai'), OpenAI.InternalServerError);
  });

  test(`openai: failures in a stream by ${provider} are raised`, async () => {
    for (const model of ['cut:openai', 'error-in-stream:openai']) {
      const stream = await client.chat.completions.create({ model: `${provider}/${model}`, messages, stream: true });
      await assert.rejects(async () => {
        for await (const chunk of stream) assert.ok(chunk);
      }, OpenAI.APIError);
    }
  });

  test(`openai: leaving a stream by ${provider} hangs up on it`, async () => {
    const before = (await state()).aborted;
    const stream = await client.chat.completions.create({ model: `${provider}/slow`, messages, stream: true });
    let seen = 0;
    for await (const chunk of stream) {
      assert.ok(chunk);
      if (++seen === 3) break;
    }
    await eventually((now) => now.aborted === before + 1);
  });
}

test('openai: a wrong token is an authentication error', async () => {
  const stranger = client.withOptions({ apiKey: 'sk-samo-0123456789abcdef-' + 'x'.repeat(43) });
  await assert.rejects(stranger.chat.completions.create({ model: 'openai/plain', messages }), OpenAI.AuthenticationError);
});

test('openai: a spent budget is told once and not asked again', async () => {
  const poor = new OpenAI({ baseURL: `${service}/v1`, apiKey: poorToken, maxRetries: 3 });
  const before = (await state()).requests;
  const begun = Date.now();
  await assert.rejects(
    poor.chat.completions.create({ model: 'openai/gpt-6.1-terra', messages, max_completion_tokens: 1000 }),
    (error) => error.status === 402 && error.code === 'budget_exceeded' && error.headers.get('x-should-retry') === 'false',
  );
  assert.equal((await state()).requests, before);
  assert.ok(Date.now() - begun < 1000);
});

test('openai: responses, streamed and whole', async () => {
  const whole = await client.responses.create({ model: 'openai/plain', input: 'Hello' });
  assert.equal(whole.output_text, 'Hello');
  let text = '';
  const stream = await client.responses.create({ model: 'openai/plain', input: 'Hello', stream: true });
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  assert.equal(text, 'Hello');
});

test('openai: embeddings', async () => {
  const made = await client.embeddings.create({
    model: 'openai/text-embedding-3-small',
    input: 'Hello',
    encoding_format: 'float',
  });
  assert.deepEqual(made.data[0].embedding, [0.25, -0.5]);
});

test('openai: the list of models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes('openai/gpt-6.1-terra'));
});
