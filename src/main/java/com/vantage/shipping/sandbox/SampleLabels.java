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
    private static final int DOTS_PER_INCH = 200;
    private static final int POINTS_PER_INCH = 72;

    private SampleLabels() {}

    /** @param lines from top to bottom: carrier and service, sender, recipient, tracking number, … */
    static String pdf(List<String> lines) {
        float scale = (float) POINTS_PER_INCH / DOTS_PER_INCH;
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage(new PDRectangle(WIDTH * scale, HEIGHT * scale));
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawImage(
                        LosslessFactory.createFromImage(document, upright(lines)), 0, 0, WIDTH * scale, HEIGHT * scale);
            }
            document.save(out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String png(List<String> lines) {
        return encoded(upright(lines), "png");
    }

    /** A GIF in landscape orientation, as UPS sends it. */
    static String lyingGif(List<String> lines) {
        BufferedImage lying = blank(/* width= */ HEIGHT, /* height= */ WIDTH);
        Graphics2D pen = lying.createGraphics();
        pen.rotate(-Math.PI / 2);
        pen.translate(-WIDTH, 0);
        pen.drawImage(upright(lines), 0, 0, null);
        pen.dispose();
        return encoded(lying, "gif");
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

    private static BufferedImage upright(List<String> lines) {
        BufferedImage image = blank(WIDTH, HEIGHT);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.BLACK);
        pen.setStroke(new BasicStroke(6));
        pen.drawRect(20, 20, WIDTH - 40, HEIGHT - 40);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 44));
        int y = 110;
        for (String line : lines) {
            pen.drawString(line, 50, y);
            y += 76;
        }
        drawBars(pen, lines.getLast());
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 64));
        pen.drawString("SAMPLE", 270, HEIGHT - 70);
        pen.dispose();
        return image;
    }

    /** Draws bars that resemble a barcode and depend on the number, but are not scannable. */
    private static void drawBars(Graphics2D pen, String number) {
        int x = 60;
        for (int i = 0; x < WIDTH - 80; i++) {
            int width = 3 + (number.charAt(i % number.length()) * 7 + i) % 9;
            pen.fillRect(x, HEIGHT - 420, width, 220);
            x += width + 4 + i % 3;
        }
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return image;
    }

    private static String encoded(BufferedImage image, String format) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
