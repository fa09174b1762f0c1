import assert from 'node:assert/strict';
import test from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { eventually, parameters, poorToken, service, state, token } from './environment.mjs';

const client = new Anthropic({ baseURL: service, apiKey: token, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Hello' }];
const tools = [{ name: 'weather', input_schema: parameters }];
const text = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

for (const provider of ['anthropic', 'openai']) {
  test(`anthropic: a message by ${provider}`, async () => {
    const { data, response } = await client.messages
      .create({ model: `${provider}/plain`, max_tokens: 100, messages })
      .withResponse();
    assert.equal(text(data), 'Hello');
    assert.equal(data.stop_reason, 'max_tokens');
    assert.ok(data.usage.output_tokens > 0);
    assert.equal(response.headers.get('x-samokoder-provider'), provider);
    assert.ok(data._request_id);
  });

  test(`anthropic: a stream by ${provider}`, async () => {
    const stream = client.messages.stream({ model: `${provider}/plain`, max_tokens: 100, messages });
    let heard = '';
    stream.on('text', (delta) => (heard += delta));
    const message = await stream.finalMessage();
    assert.equal(heard, 'Hello, мир');
    assert.equal(text(message), heard);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 1);
    assert.ok(message.usage.cache_read_input_tokens >= 100);
  });

  test(`anthropic: streamed tools by ${provider}`, async () => {
    const message = await client.messages
      .stream({ model: `${provider}/tools`, max_tokens: 100, messages, tools })
      .finalMessage();
    assert.equal(message.stop_reason, 'tool_use');
    const calls = message.content.filter((block) => block.type === 'tool_use');
    assert.deepEqual(calls.map((call) => call.input), [{ city: 'Омск' }, {}]);
  });

  test(`anthropic: results of tools go to ${provider}`, async () => {
    const first = await client.messages.create({ model: `${provider}/tools`, max_tokens: 100, messages, tools });
    const call = first.content.find((block) => block.type === 'tool_use');
    const result = { type: 'tool_result', tool_use_id: call.id, content: '-20' };
    await client.messages.create({
      model: `${provider}/plain`,
      max_tokens: 100,
      tools,
      messages: [...messages, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }],
    });
    const sent = JSON.stringify((await state()).last.body);
    assert.ok(sent.includes(call.id) && sent.includes('-20'));
  });

  test(`anthropic: thoughts by ${provider}`, async () => {
    const message = await client.messages
      .stream({ model: `${provider}/thinking`, max_tokens: 2000, messages, thinking: { type: 'enabled', budget_tokens: 1024 } })
      .finalMessage();
    assert.match(message.content.find((block) => block.type === 'thinking').thinking, /^Let me/);
  });

  test(`anthropic: refusals by ${provider} are typed`, async () => {
    const ask = (model) => client.messages.create({ model: `${provider}/${model}`, max_tokens: 10, messages });
    await assert.rejects(ask('throttled'), (error) => {
      assert.ok(error instanceof Anthropic.RateLimitError);
      assert.equal(error.error.error.type, 'rate_limit_error');
      return true;
    });
    await assert.rejects(ask('bad-request'), Anthropic.BadRequestError);
    await assert.rejects(ask('bad-key'), (error) => error instanceof Anthropic.APIError && error.status === 424);
    await assert.rejects(ask('overloaded:anthropic'), Anthropic.InternalServerError);
  });

  test(`anthropic: failures in a stream by ${provider} are raised`, async () => {
    for (const model of ['cut:anthropic', 'error-in-stream:anthropic']) {
      const stream = client.messages.stream({ model: `${provider}/${model}`, max_tokens: 10, messages });
      await assert.rejects(stream.finalMessage(), Anthropic.APIError);
    }
  });

  test(`anthropic: leaving a stream by ${provider} hangs up on it`, async () => {
    const before = (await state()).aborted;
    const stream = client.messages.stream({ model: `${provider}/slow`, max_tokens: 10, messages });
    let seen = 0;
    await assert.rejects(async () => {
      for await (const event of stream) {
        assert.ok(event);
        if (++seen === 4) stream.abort();
      }
    }, Anthropic.APIUserAbortError);
    await eventually((now) => now.aborted === before + 1);
  });

  test(`anthropic: tokens of ${provider} are counted`, async () => {
    const { input_tokens: count } = await client.messages.countTokens({ model: `${provider}/plain`, messages });
    assert.ok(count > 0 && count < 20);
  });
}

test('anthropic: the token may come as a bearer', async () => {
  const bearer = new Anthropic({ baseURL: service, apiKey: null, authToken: token, maxRetries: 0 });
  assert.equal(text(await bearer.messages.create({ model: 'anthropic/plain', max_tokens: 10, messages })), 'Hello');
});

test('anthropic: a wrong token is an authentication error', async () => {
  const stranger = new Anthropic({ baseURL: service, apiKey: 'sk-samo-nobody', maxRetries: 0 });
  await assert.rejects(stranger.messages.create({ model: 'anthropic/plain', max_tokens: 10, messages }), Anthropic.AuthenticationError);
});

test('anthropic: a spent budget is told once and not asked again', async () => {
  const poor = new Anthropic({ baseURL: service, apiKey: poorToken, maxRetries: 3 });
  const before = (await state()).requests;
  await assert.rejects(
    poor.messages.create({ model: 'anthropic/claude-sonnet-5-5', max_tokens: 1000, messages }),
    (error) => error.status === 402 && error.error.error.type === 'billing_error',
  );
  assert.equal((await state()).requests, before);
});

test('anthropic: the list of models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes('anthropic/claude-sonnet-5-5'));
});
