package com.vantage.shipping.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state, district, territory or military region of a ZIP code. USPS assigns exactly one to each ZIP code, even if
 * its area crosses a border.
 */
public final class UsStatesByZipCode {
    /** Source: USPS, Domestic Mail Manual, labeling list L002, and the USPS ZIP Locale Detail of April 2024. */
    private static final PostalCodeTable STATES = new PostalCodeTable("""
            AA 340
            AE 090-098
            AK 995-999
            AL 350-369
            AP 962-966
            AR 716-729
            AS 96799
            AZ 850-865
            CA 900-961
            CO 800-816
            CT 060-069
            DC 200 202-205 569
            DE 197-199
            FL 320-339 341-349
            FM 96941-96944
            GA 300-319 398-399
            GU 96910-96932
            HI 967-968
            IA 500-528
            ID 832-838
            IL 600-629
            IN 460-479
            KS 660-679
            KY 400-427
            LA 700-714
            MA 010-027 055
            MD 206-219 20588
            ME 039-049
            MH 96960-96979
            MI 480-499
            MN 550-567
            MO 630-658
            MP 96950-96952
            MS 386-397
            MT 590-599
            NC 270-289
            ND 580-588
            NE 680-693
            NH 030-038
            NJ 070-089
            NM 870-884
            NV 889-898
            NY 005 100-149 06390
            OH 430-459
            OK 730-731 734-749
            OR 970-979
            PA 150-196
            PR 006-007 009
            PW 96939-96940
            RI 028-029
            SC 290-299
            SD 570-577
            TN 370-385
            TX 750-799 73301 73344 73960 88510-88595
            UT 840-847
            VA 201 220-246 20598
            VI 008
            VT 050-054 056-059
            WA 980-994
            WI 530-549
            WV 247-268
            WY 820-831 83414
            """);

    private static final Set<String> MILITARY = Set.of("AA", "AE", "AP");

    /** Their codes are their ISO 3166 country codes too. */
    private static final Set<String> TERRITORIES = Set.of("AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI");

    private UsStatesByZipCode() {}

    /** Whether it is the code of a state, district, territory or military region. */
    public static boolean isCode(String code) {
        return STATES.hasName(code);
    }

    /** Whether it is the code of a military region. */
    public static boolean isMilitary(String code) {
        return MILITARY.contains(code);
    }

    /** Whether it is the code of a territory or freely associated state. */
    public static boolean isTerritory(String code) {
        return TERRITORIES.contains(code);
    }

    /**
     * Returns the two-letter code of the state that a ZIP code belongs to.
     *
     * @param zip 5 digits, or 9 with a dash
     * @return empty for a ZIP code that no state has
     */
    public static Optional<String> ofZip(String zip) {
        List<String> found = STATES.find(zip.substring(0, 5), zip.substring(0, 3));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }
}
