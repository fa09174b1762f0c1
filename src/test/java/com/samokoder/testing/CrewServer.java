package com.samokoder.testing;

/**
 * {@link CrewReply} behind an address, for scripts that need a model where the demo provider is
 * off: {@code CrewServer PAUSE_MILLIS} prints its base URL and answers until it is killed.
 */
public final class CrewServer {
    private CrewServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        long pause = arguments.length == 0 ? 0 : Long.parseLong(arguments[0]);
        try (var server = ReplayServer.start()) {
            server.replyAlways(new CrewReply(pause));
            System.out.println(server.baseUrl());
            Thread.currentThread().join();
        }
    }
}
