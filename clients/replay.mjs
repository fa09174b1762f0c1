// Stands in for OpenAI and Anthropic: replays the wire forms recorded for the service's own tests.
// The name of the model is the fault switch, so that clients can run at the same time:
//   plain, tools, thinking      what a provider in order answers
//   bad-key, throttled, empty-account, overloaded, bad-request
//                               refusals before the first byte
//   cut, error-in-stream        failures after it
//   slow                        a stream of 200 events, one each 50 ms, until the client goes
// What follows a colon in the name counts for nothing: failures in a row close the gateway's circuit for a model, and
// each language brings its own. GET /state tells how many requests came and how many were hung up on.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const wire = fileURLToPath(new URL('../src/test/resources/wire/', import.meta.url));
const state = { requests: 0, aborted: 0, last: null };

const recorded = {
  'chat/completions': {
    plain: ['openai/completion.json', 'openai/stream.sse'],
    tools: ['openai/tools.json', 'openai/tools.sse'],
    thinking: ['openai/completion.json', 'openai/reasoning.sse'],
  },
  messages: {
    plain: ['anthropic/message.json', 'anthropic/stream.sse'],
    tools: ['anthropic/tools.json', 'anthropic/tools.sse'],
    thinking: ['anthropic/tools.json', 'anthropic/stream.sse'],
  },
};

const refusals = {
  'bad-key': [401, 'unauthorized.json', {}],
  throttled: [429, 'rate_limited.json', { 'retry-after': '600' }],
  'empty-account': [429, 'quota_exhausted.json', {}],
  overloaded: [529, 'overloaded.json', {}],
};

function read(file) {
  return readFileSync(wire + file, 'utf8');
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function stream(response, events, pause) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) {
    if (response.destroyed) return;
    response.write(event);
    await sleep(pause);
  }
}

function slowEvents(openai) {
  const delta = openai
    ? 'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"slow","choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}\n\n'
    : 'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"word "}}\n\n';
  const start = openai
    ? []
    : [
        'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"slow","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}\n\n',
        'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n',
      ];
  return [...start, ...Array(200).fill(delta)];
}

async function answer(endpoint, body, response) {
  const openai = endpoint !== 'messages';
  const vendor = openai ? 'openai' : 'anthropic';
  const refusal = refusals[body.model];
  if (refusal) {
    const [status, file, headers] = refusal;
    return json(response, status, read(`${vendor}/${file}`), headers);
  }
  if (body.model === 'bad-request') {
    const error = { message: 'Unsupported value: temperature', type: 'invalid_request_error', code: null };
    return json(response, 400, openai ? { error } : { type: 'error', error });
  }
  if (body.model === 'slow') {
    await stream(response, slowEvents(openai), 50);
    return response.end();
  }
  if (body.model === 'cut') {
    await stream(response, slowEvents(openai).slice(0, 4), 5);
    return response.destroy();
  }
  if (body.model === 'error-in-stream') {
    const error = openai
      ? 'data: {"error":{"message":"The server had an error.","type":"server_error","param":null,"code":null}}\n\n'
      : 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';
    await stream(response, [...slowEvents(openai).slice(0, 4), error], 5);
    return response.end();
  }
  const files = recorded[endpoint][body.model] ?? recorded[endpoint].plain;
  if (!body.stream) return json(response, 200, read(files[0]));
  await stream(response, events(files[1]), 5);
  response.end();
}

/** Without the event that only the service's own tests know: not every library passes over it. */
function events(file) {
  return read(file).split(/(?<=\n\n)/).filter((event) => !event.includes('something_new'));
}

const server = createServer(async (request, response) => {
  if (request.url === '/state') return json(response, 200, state);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const body = text ? JSON.parse(text) : {};
  if (body.model) body.model = body.model.split(':')[0];
  state.requests++;
  state.last = { path: request.url, body };
  response.on('close', () => {
    if (!response.writableFinished && body.model === 'slow') state.aborted++;
  });
  const path = request.url.replace(/^\/v1\//, '').replace(/\?.*/, '');
  if (path === 'messages/count_tokens') return json(response, 200, { input_tokens: 14 });
  if (path === 'embeddings') {
    return json(response, 200, {
      object: 'list',
      model: body.model,
      data: [{ object: 'embedding', index: 0, embedding: [0.25, -0.5] }],
      usage: { prompt_tokens: 2, total_tokens: 2 },
    });
  }
  if (path === 'responses') return answerResponses(body, response);
  if (recorded[path]) return answer(path, body, response);
  return json(response, 404, { error: { message: 'no such endpoint', type: 'invalid_request_error' } });
});

async function answerResponses(body, response) {
  const whole = {
    id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: body.model, error: null,
    incomplete_details: null, instructions: null, metadata: {}, parallel_tool_calls: true, temperature: 1,
    tool_choice: 'auto', tools: [], top_p: 1,
    output: [{ type: 'message', id: 'msg_1', status: 'completed', role: 'assistant',
      content: [{ type: 'output_text', text: 'Hello', annotations: [] }] }],
    usage: { input_tokens: 9, input_tokens_details: { cached_tokens: 4 }, output_tokens: 3,
      output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 12 },
  };
  if (!body.stream) return json(response, 200, whole);
  const event = (type, more) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const item = { ...whole.output[0], status: 'in_progress', content: [] };
  const part = { type: 'output_text', text: '', annotations: [] };
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  await stream(response, [
    event('response.created', { sequence_number: 0, response: { ...whole, status: 'in_progress', output: [], usage: null } }),
    event('response.output_item.added', { sequence_number: 1, output_index: 0, item }),
    event('response.content_part.added', { sequence_number: 2, ...at, part }),
    event('response.output_text.delta', { sequence_number: 3, ...at, delta: 'Hello', logprobs: [] }),
    event('response.output_text.done', { sequence_number: 4, ...at, text: 'Hello', logprobs: [] }),
    event('response.content_part.done', { sequence_number: 5, ...at, part: whole.output[0].content[0] }),
    event('response.output_item.done', { sequence_number: 6, output_index: 0, item: whole.output[0] }),
    event('response.completed', { sequence_number: 7, response: whole }),
  ], 5);
  response.end();
}

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(server.address().port);
});
