/** A Swagger UI plugin: shows the events of a stream as they arrive, and not only when it has ended. */
export function liveStreams() {
  return {
    statePlugins: {
      spec: {
        wrapActions: {
          executeRequest: (original, system) => (request) =>
            original({ ...request, userFetch: (url, options) => fetchAndFollow(system, request, url, options) }),
        },
      },
    },
  };
}

async function fetchAndFollow({ specActions }, { pathName, method }, url, options) {
  const response = await fetch(url, options);
  if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    const show = (text) => specActions.setResponse(pathName, method, shown(response, text));
    // A connection that breaks is reported by Swagger UI, which reads the same response
    follow(response.clone(), show).catch(() => {});
  }
  return response;
}

async function follow(response, show) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    show(text);
  }
}

/** The response as Swagger UI keeps it. */
function shown({ ok, url, status, statusText, headers }, text) {
  return { ok, url, status, statusText, headers: Object.fromEntries(headers), text, data: text };
}
