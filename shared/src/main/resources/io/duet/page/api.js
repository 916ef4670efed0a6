// Requests to the node that serves this page.

const PATH = '/api/v1';

/** A refusal of the node, with its sentence. */
export class Refusal extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function answerOf(response) {
  const answer = await response.json();
  if (!response.ok) throw new Refusal(response.status, answer.detail ?? response.statusText);
  return answer;
}

export async function get(path, signal) {
  return answerOf(await fetch(PATH + path, {signal}));
}

export async function post(path, value) {
  return answerOf(await fetch(PATH + path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify(value),
  }));
}

/** Deletes what a path names. */
export async function remove(path) {
  const response = await fetch(PATH + path, {method: 'DELETE'});
  if (!response.ok) await answerOf(response);
}

/** Uploads a file; unlike fetch, this request tells how far it is. */
export function upload(file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `${PATH}/files/${encodeURIComponent(file.name)}`);
    request.upload.onprogress = event => onProgress(event.loaded);
    request.onerror = () => reject(new Error('The node does not answer.'));
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else reject(new Refusal(request.status, detailIn(request)));
    };
    request.send(file);
  });
}

function detailIn(request) {
  try {
    return JSON.parse(request.responseText).detail;
  } catch {
    return request.statusText;
  }
}
