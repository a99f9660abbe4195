/** An answer to a client that asked for what is not done: nothing is wrong with this application. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

module.exports = { Refusal };
