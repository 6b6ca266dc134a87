// An issuer for tests: every login name is accepted and becomes the subject; machines get a JWT for the portal.
import { Provider } from "oidc-provider";

const [port, callback] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "portaal",
      client_secret: "geheim-van-het-portaal",
      redirect_uris: [callback],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
    ...["pakket-a", "pakket-onbekend"].map((client_id) => ({
      client_id,
      client_secret: "geheim-van-het-pakket",
      redirect_uris: [],
      response_types: [],
      grant_types: ["client_credentials"],
    })),
  ],
  pkce: { required: () => true },
  acrValues: ["hoog"],
  cookies: { keys: ["proef"] },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (ctx, resource) => ({
        scope: "",
        audience: resource,
        accessTokenTTL: 300,
        accessTokenFormat: "jwt",
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
