// What the default image runs, by `node -e`: an application that is healthy, says its color, and does nothing else. Whatever is asked, the
// answer has nothing of the request and nothing of the environment. It behaves as docs/images.md asks of every image.
const { createServer } = require("node:http");

const { COLOR, PORT } = process.env;

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    if (!server.listening) response.setHeader("Connection", "close"); // or the connection would keep the process
    response.end(`${COLOR}: the default image\n`);
  });
});
server.keepAliveTimeout = 0; // never: the load balancer closes what is idle
server.listen(PORT, () => console.log(`${COLOR} listens on ${server.address().port}`));
process.on("SIGTERM", () => server.close());
