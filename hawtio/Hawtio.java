import java.io.IOException;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;

/** Serves Hawtio on this machine only, and lets it speak with Caravans on this machine only. */
public final class Hawtio {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // that Jetty's own log goes nowhere is meant
        System.setProperty("hawtio.authenticationEnabled", "false");
        System.setProperty("hawtio.proxyAllowlist", "localhost,127.0.0.1");
        var server = new Server(new InetSocketAddress("127.0.0.1", port));
        var console = new WebAppContext(arguments[0], "/hawtio");
        console.setThrowUnavailableOnStartupException(true);
        server.setHandler(console);
        try {
            server.start();
        } catch (IOException taken) {
            System.err.println("Hawtio cannot listen on 127.0.0.1:" + port + " (" + taken.getMessage() + "); end what listens there");
            System.exit(1);
        }
        System.out.println("Hawtio stands at http://127.0.0.1:" + port + "/hawtio; connect it to 127.0.0.1, port 9876, path"
                + " /observe/jolokia");
        server.join();
    }
}
