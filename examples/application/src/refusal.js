/** A request that the application refuses, with the HTTP status of the answer. The client made a mistake; the application works. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

module.exports = { Refusal };
