/**
 * One JSON object a line, on standard output: CloudWatch Logs finds the fields by itself.
 *
 * Card numbers stay out because nothing that a client or the database wrote gets in: no body, no query, no path that is not one of ours,
 * no header, no message and no detail of an error (PostgreSQL puts values of rows into both). What is logged of an error is its code.
 */
function logger(color, write = (line) => process.stdout.write(line)) {
  return (event, fields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), color, event, ...fields })}\n`);
}

/** What may be known of an error: SQLSTATE, or the code of Node.js; the constraint that refused a row. */
function errorFields({ code, constraint, name }) {
  return { error: code ?? name, ...(constraint && { constraint }) };
}

module.exports = { logger, errorFields };
