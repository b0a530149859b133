package com.vantage.shipping.sandbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

@QuarkusMain(name = "sandbox")
public final class SandboxMain {
    public static void main(String[] args) {
        System.out.println("SANDBOX MAIN starting, cl " + SandboxMain.class.getClassLoader());
        try {
            Quarkus.run(args);
        } finally {
            System.out.println("SANDBOX MAIN ended");
        }
    }
}
