/** Fills "Try it out" with values that work. */

const KEY = "Idempotency-Key";

/**
 * A Swagger UI plugin. Each purchase gets its own Idempotency-Key, and ids from responses are filled in as parameters of other
 * operations.
 */
export function workingExamples() {
  /** Quote ids in the document's examples; these quotes do not exist. */
  let exampleQuotes = [];
  let lastQuote = null;

  const withLastQuote = (body) =>
    typeof body === "string" && lastQuote !== null
      ? exampleQuotes.reduce((text, example) => text.replaceAll(example, lastQuote), body)
      : body;

  return {
    statePlugins: {
      spec: {
        wrapActions: {
          updateJsonSpec: (original, system) => (document) => {
            const result = original(document);
            exampleQuotes = quotesOfExamples(document);
            fillIn(system, "header", KEY, freshKey());
            return result;
          },
          setResponse: (original, system) => (path, method, response) => {
            const result = original(path, method, response);
            const body = response.body ?? {};
            lastQuote = body.quotes?.[0]?.quote_id ?? lastQuote;
            const shipment = body.shipment_id ?? body.shipments?.[0]?.shipment_id;
            if (shipment) {
              fillIn(system, "path", "shipment_id", shipment);
            }
            if (isPurchase(system, path, method) && isFinal(response)) {
              fillIn(system, "header", KEY, freshKey());
            }
            return result;
          },
        },
      },
      oas3: {
        wrapActions: {
          setRequestBodyValue:
            (original) =>
            ({ value, pathMethod }) =>
              original({ value: withLastQuote(value), pathMethod }),
        },
      },
    },
  };
}

function isPurchase({ specSelectors }, path, method) {
  return hasParameter(specSelectors.specJson().getIn(["paths", path, method]), "header", KEY);
}

/** Whether the purchase has ended. Without a response or with a retryable one the same key must be used again. */
function isFinal(response) {
  return response.status > 0 && response.body?.retryable !== true;
}

/** A random UUID. crypto.randomUUID exists only on pages loaded over TLS or from localhost. */
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Sets all parameters with this name, in expanded and collapsed operations. */
function fillIn({ specSelectors, specActions }, place, name, value) {
  specSelectors.specJson().get("paths").forEach((operations, path) =>
    operations.forEach((operation, method) => {
      if (!hasParameter(operation, place, name)) {
        return;
      }
      const shown = parameterOf(specSelectors.specResolvedSubtree(["paths", path, method]), place, name);
      if (shown) {
        specActions.changeParamByIdentity([path, method], shown, value);
      } else {
        specActions.changeParam([path, method], name, place, value);
      }
    }),
  );
}

function hasParameter(operation, place, name) {
  return parameterOf(operation, place, name) !== undefined;
}

function parameterOf(operation, place, name) {
  return operation?.get("parameters")?.find((each) => each.get("in") === place && each.get("name") === name);
}

function quotesOfExamples(document) {
  return Object.values(document.components?.examples ?? {})
    .map((example) => example.value?.quote_id)
    .filter((quote) => quote !== undefined);
}
