package com.vantage.shipping.access;

/** What an access token can open: the words of its {@code scope} claim, which count as roles. */
public final class Scope {
    public static final String QUOTE = "shipping:quote";
    public static final String TRACK = "shipping:track";
    public static final String SHIP = "shipping:ship";
    public static final String OPS = "shipping:ops";

    private Scope() {}
}
