/** A Swagger UI plugin that collapses error responses to code and description. */
export function collapsedErrors({ React }) {
  const element = React.createElement;

  function CollapsedError({ Response, response }) {
    const [isOpen, setOpen] = React.useState(false);
    const toggle = element(
      "button",
      { type: "button", className: "error-toggle", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen) },
      response.response.get("description").replaceAll("`", "").replace(/\n+/g, "\n"),
    );
    return element(
      React.Fragment,
      null,
      element(
        "tr",
        { className: "error-summary", "data-code": response.code },
        element("td", { className: "response-col_status" }, response.code),
        element("td", { className: "response-col_description" }, toggle),
        element("td", { className: "response-col_links" }),
      ),
      isOpen && element(Response, response),
    );
  }

  return {
    wrapComponents: {
      response: (Response) => (response) =>
        /^[45]/.test(response.code)
          ? element(CollapsedError, { Response, response })
          : element(Response, response),
    },
  };
}
