package com.vantage.shipping.model;

/** What a carrier sells: its code on the wire, the name that callers see, and how fast it is. */
public record Service(String code, String name, ServiceClass serviceClass) {}
