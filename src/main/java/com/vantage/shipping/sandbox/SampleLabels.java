package com.vantage.shipping.sandbox;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/** Draws sample labels of 4 by 6 inches in the carriers' formats, encoded in base64. */
final class SampleLabels {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 1200;
    private static final int LETTER_WIDTH = 1700;
    private static final int LETTER_HEIGHT = 2200;
    private static final int DOTS_PER_INCH = 200;
    private static final int POINTS_PER_INCH = 72;

    private SampleLabels() {}

    /** @param lines from top to bottom: carrier and service, sender, recipient, tracking number, … */
    static String pdf(List<String> lines) {
        return pdf(portrait(lines));
    }

    /** A page of letter size, such as a commercial invoice. */
    static String letter(List<String> lines) {
        BufferedImage page = blank(LETTER_WIDTH, LETTER_HEIGHT);
        Graphics2D graphics = page.createGraphics();
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 30));
        int y = 120;
        for (String line : lines) {
            graphics.drawString(line, 100, y);
            y += 50;
        }
        graphics.dispose();
        return pdf(page);
    }

    private static String pdf(BufferedImage image) {
        float width = (float) image.getWidth() * POINTS_PER_INCH / DOTS_PER_INCH;
        float height = (float) image.getHeight() * POINTS_PER_INCH / DOTS_PER_INCH;
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(new PDRectangle(width, height));
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(LosslessFactory.createFromImage(document, image), 0, 0, width, height);
            }
            document.save(out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String png(List<String> lines) {
        return encode(portrait(lines), "png");
    }

    /** A GIF in landscape orientation, as UPS sends it. */
    static String landscapeGif(List<String> lines) {
        BufferedImage landscape = blank(/* width= */ HEIGHT, /* height= */ WIDTH);
        Graphics2D graphics = landscape.createGraphics();
        graphics.rotate(-Math.PI / 2);
        graphics.translate(-WIDTH, 0);
        graphics.drawImage(portrait(lines), 0, 0, null);
        graphics.dispose();
        return encode(landscape, "gif");
    }

    static String zpl(List<String> lines) {
        StringBuilder zpl = new StringBuilder("^XA^CF0,40");
        for (int i = 0; i < lines.size(); i++) {
            zpl.append("^FO40,")
                    .append(60 + 70 * i)
                    .append("^FD")
                    .append(lines.get(i).replace('^', ' '))
                    .append("^FS");
        }
        zpl.append("^FO40,800^BY3^BCN,200,Y,N,N^FD").append(lines.getLast()).append("^FS^XZ");
        return Base64.getEncoder().encodeToString(zpl.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static BufferedImage portrait(List<String> lines) {
        BufferedImage image = blank(WIDTH, HEIGHT);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.BLACK);
        graphics.setStroke(new BasicStroke(6));
        graphics.drawRect(20, 20, WIDTH - 40, HEIGHT - 40);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 44));
        int y = 110;
        for (String line : lines) {
            graphics.drawString(line, 50, y);
            y += 76;
        }
        drawBars(graphics, lines.getLast());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 64));
        graphics.drawString("SAMPLE", 270, HEIGHT - 70);
        graphics.dispose();
        return image;
    }

    /** Draws bars that resemble a barcode and depend on the number, but are not scannable. */
    private static void drawBars(Graphics2D graphics, String number) {
        int x = 60;
        for (int i = 0; x < WIDTH - 80; i++) {
            int width = 3 + (number.charAt(i % number.length()) * 7 + i) % 9;
            graphics.fillRect(x, HEIGHT - 420, width, 220);
            x += width + 4 + i % 3;
        }
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    private static String encode(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
