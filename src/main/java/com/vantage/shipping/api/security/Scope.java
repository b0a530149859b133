package com.vantage.shipping.api.security;

/** The scopes of access tokens ({@code scope} claim), which are used as roles. */
public final class Scope {
    public static final String QUOTE = "shipping:quote";
    public static final String TRACK = "shipping:track";
    public static final String SHIP = "shipping:ship";
    public static final String OPS = "shipping:ops";

    private Scope() {}
}
