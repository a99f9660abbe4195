// The application of the default image, which `node -e` runs: it answers every request with its color. An answer contains no other data of
// the request or of the environment. The application meets the requirements of docs/images.md.
const { createServer } = require("node:http");

const { COLOR, PORT } = process.env;

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    if (!server.listening) response.setHeader("Connection", "close"); // otherwise the open connection would keep the process running
    response.end(`${COLOR}: the default image\n`);
  });
});
server.keepAliveTimeout = 0; // no timeout: the load balancer closes idle connections
server.listen(PORT, () => console.log(`${COLOR} listens on ${server.address().port}`));
process.on("SIGTERM", () => server.close());
