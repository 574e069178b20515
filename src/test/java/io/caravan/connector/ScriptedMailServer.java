package io.caravan.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that gives a prepared answer to a command; an empty one = it hangs up instead. */
final class ScriptedMailServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final Map<String, String> answers;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedMailServer(Map<String, String> answers) throws IOException {
        this.answers = answers;
        var thread = new Thread(this::listen, "scripted-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The commands that came. */
    List<String> heard() {
        return heard;
    }

    private void listen() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client);
            } catch (IOException gone) {
                // the next client, or the end
            }
        }
    }

    private void talk(Socket client) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        say(client, "220 scripted");
        boolean inMail = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (inMail && !line.equals(".")) {
                continue;
            }
            String command = line.split("[ :]", 2)[0].toUpperCase(java.util.Locale.ROOT);
            heard.add(command);
            String answer = answers.getOrDefault(command, command.equals("DATA") ? "354 go on" : "250 fine");
            inMail = answer.startsWith("354");
            if (answer.isEmpty()) {
                return;
            }
            say(client, answer);
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
