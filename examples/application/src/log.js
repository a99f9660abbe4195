/**
 * Makes a function that writes one JSON object a line to standard output. CloudWatch Logs Insights finds the fields of such a line
 * without configuration.
 *
 * Callers must not log text from clients or from the database, because it may contain card numbers: no body, query, header or unknown
 * path, and neither the message nor the detail of an error, because PostgreSQL puts values of rows into both. Log an error with
 * `errorFields`.
 */
function logger(color, write = (line) => process.stdout.write(line)) {
  return (event, fields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), color, event, ...fields })}\n`);
}

/** The loggable fields of an error: its code (a SQLSTATE, or a code of Node.js), and the constraint that a row violated. */
function errorFields({ code, constraint, name }) {
  return { error: code ?? name, ...(constraint && { constraint }) };
}

module.exports = { logger, errorFields };
