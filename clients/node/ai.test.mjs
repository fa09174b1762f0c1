import assert from 'node:assert/strict';
import test from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, embed, generateText, jsonSchema, streamText, tool } from 'ai';
import { eventually, parameters, service, state, token } from './environment.mjs';

const openai = createOpenAI({ baseURL: `${service}/v1`, apiKey: token });
const anthropic = createAnthropic({ baseURL: `${service}/v1`, apiKey: token });
const forms = { 'chat completions': (model) => openai.chat(model), messages: (model) => anthropic(model) };
const noRetry = { maxRetries: 0, prompt: 'Hello' };
const tools = {
  weather: tool({ description: 'Weather', inputSchema: jsonSchema(parameters) }),
  clock: tool({ description: 'Time', inputSchema: jsonSchema({ type: 'object', properties: {} }) }),
};

for (const [form, open] of Object.entries(forms)) {
  for (const provider of ['openai', 'anthropic']) {
    test(`ai: a text in ${form} by ${provider}`, async () => {
      const { text, usage } = await generateText({ model: open(`${provider}/plain`), ...noRetry });
      assert.equal(text, 'Hello');
      assert.ok(usage.outputTokens > 0);
    });

    test(`ai: a stream in ${form} by ${provider}`, async () => {
      const result = streamText({ model: open(`${provider}/plain`), ...noRetry });
      let text = '';
      for await (const delta of result.textStream) text += delta;
      assert.equal(text, 'Hello, мир');
      assert.ok((await result.usage).inputTokens > 0);
      assert.equal(await result.finishReason, 'stop');
    });

    test(`ai: tools in ${form} by ${provider}`, async () => {
      const result = streamText({ model: open(`${provider}/tools`), tools, ...noRetry });
      await result.consumeStream();
      const calls = await result.toolCalls;
      assert.deepEqual(calls.map((call) => [call.toolName, call.input]), [['weather', { city: 'Омск' }], ['clock', {}]]);
    });

    test(`ai: errors in ${form} by ${provider}`, async () => {
      await assert.rejects(generateText({ model: open(`${provider}/throttled`), ...noRetry }), (error) => {
        assert.ok(APICallError.isInstance(error));
        assert.equal(error.statusCode, 429);
        assert.ok(error.isRetryable);
        return true;
      });
      await assert.rejects(
        generateText({ model: open(`${provider}/bad-request`), ...noRetry }),
        (error) => APICallError.isInstance(error) && error.statusCode === 400 && /temperature/.test(error.message),
      );
    });

    test(`ai: an abort in ${form} by ${provider}`, async () => {
      const before = (await state()).aborted;
      const abort = new AbortController();
      const result = streamText({ model: open(`${provider}/slow`), abortSignal: abort.signal, ...noRetry });
      let seen = 0;
      for await (const part of result.fullStream) {
        if (part.type === 'text-delta' && ++seen === 3) abort.abort();
      }
      await eventually((now) => now.aborted === before + 1);
    });
  }
}

test('ai: responses', async () => {
  const { text } = await generateText({ model: openai.responses('openai/plain'), ...noRetry });
  assert.equal(text, 'Hello');
});

test('ai: embeddings', async () => {
  const { embedding } = await embed({ model: openai.embedding('openai/text-embedding-3-small'), value: 'Hello' });
  assert.deepEqual(embedding, [0.25, -0.5]);
});
