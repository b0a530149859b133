/** A Swagger UI plugin: of each error response the code and description are shown, and the rest when somebody asks for it. */
export function foldedErrors({ React }) {
  const element = React.createElement;

  function FoldedError({ Response, response }) {
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
          ? element(FoldedError, { Response, response })
          : element(Response, response),
    },
  };
}
