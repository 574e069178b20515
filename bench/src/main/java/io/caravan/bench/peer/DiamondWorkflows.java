package io.caravan.bench.peer;

/** What DBOS makes a proxy of; hence an interface. */
public interface DiamondWorkflows {
    String diamond(int flow, String name, String email);

    String a(int flow, String name);

    String b(int flow, String email);
}
