// SPDX-License-Identifier: LGPL-2.1-or-later
// Pictures are read back by ZXing, the library in the scanners of many phones.
#include "shared/qr_picture.h"

#include <gtest/gtest.h>

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ramauth {
namespace {

const std::string uri =
    "otpauth://totp/host.example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    "&issuer=host.example";

std::string picture_of(std::string_view text, QrColours colours = QrColours::plain) {
    const auto picture = qr_picture(text, colours);
    return picture ? std::string(picture->view()) : "";
}

std::vector<std::string> lines_of(const std::string& picture) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < picture.size();) {
        const auto end = picture.find('\n', at);
        lines.push_back(picture.substr(at, end - at));
        at = end == std::string::npos ? picture.size() : end + 1;
    }
    return lines;
}

using Row = std::vector<bool>;  // is it a block?

// The two rows of modules of a line of half blocks; empty where something else stands there.
std::pair<Row, Row> rows_of(const std::string& line) {
    Row upper;
    Row lower;
    for (std::size_t at = 0; at < line.size();) {
        const bool free = line[at] == ' ';
        const std::string block = free ? " " : line.substr(at, 3);
        if (!free && block != "█" && block != "▀" && block != "▄") return {};
        upper.push_back(block == "█" || block == "▀");
        lower.push_back(block == "█" || block == "▄");
        at += block.size();
    }
    return {upper, lower};
}

std::vector<Row> modules_of(const std::string& picture) {
    std::vector<Row> rows;
    for (const auto& line : lines_of(picture)) {
        auto [upper, lower] = rows_of(line);
        rows.push_back(std::move(upper));
        rows.push_back(std::move(lower));
    }
    return rows;
}

// What a phone reads of a screen on which blocks are as bright as `block`, the rest as `free`.
std::string read_from_screen(const std::vector<Row>& modules, std::uint8_t block,
                             std::uint8_t free) {
    constexpr std::size_t size = 4;  // pixels of a module
    const std::size_t height = modules.size() * size;
    const std::size_t width = modules.front().size() * size;
    std::vector<std::uint8_t> pixels;
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x)
            pixels.push_back(modules[y / size][x / size] ? block : free);
    const ZXing::ImageView image(pixels.data(), static_cast<int>(width), static_cast<int>(height),
                                 ZXing::ImageFormat::Lum);
    const auto read =
        ZXing::ReadBarcode(image, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
    return read.isValid() ? read.text() : "";
}

TEST(QrPicture, a_phone_reads_the_text_from_a_dark_terminal) {
    for (const std::string& text : {uri, std::string("a"), std::string("HELLO 123"),
                                    uri + "&algorithm=SHA256&digits=6&period=30",
                                    std::string(512, 'x'), std::string("Zoë – ключ")})
        EXPECT_EQ(read_from_screen(modules_of(picture_of(text)), 255, 0), text);
}

TEST(QrPicture, a_phone_reads_it_where_black_is_grey_and_white_is_not_bright) {
    EXPECT_EQ(read_from_screen(modules_of(picture_of(uri)), 200, 60), uri);
}

TEST(QrPicture, the_size_is_that_of_its_version_and_a_quiet_zone_of_two) {
    // Version 1 has 21 modules a side, version 5, which the URI needs, 37.
    for (const auto& [text, side] : {std::pair{std::string("a"), 21U}, std::pair{uri, 37U}}) {
        const auto modules = modules_of(picture_of(text));
        EXPECT_EQ(modules.size(), side + 2 * 2 + 1) << "a line has two rows";
        for (const auto& row : modules) EXPECT_EQ(row.size(), side + 2 * 2);
    }
}

TEST(QrPicture, all_around_it_is_light) {
    const auto modules = modules_of(picture_of(uri));
    const std::size_t side = modules.front().size();
    for (std::size_t y = 0; y < modules.size(); ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            const bool outside = x < 2 || y < 2 || x >= side - 2 || y >= side - 2;
            if (outside) EXPECT_TRUE(modules[y][x]) << x << ' ' << y;
        }
    }
    EXPECT_FALSE(modules[2][2]) << "the corner of a finder pattern is dark";
}

TEST(QrPicture, a_uri_of_134_bytes_fits_into_24_lines) {
    EXPECT_LT(lines_of(picture_of(std::string(134, 'x'))).size(), 24U);
}

TEST(QrPicture, colours_are_said_and_put_back_on_each_line) {
    const std::string plain = picture_of(uri);
    std::string coloured;
    for (const auto& line : lines_of(plain))
        coloured.append("\x1b[97;40m").append(line).append("\x1b[0m\n");
    EXPECT_EQ(picture_of(uri, QrColours::terminal), coloured);
    EXPECT_EQ(plain.find('\x1b'), std::string::npos);
}

TEST(QrPicture, what_no_code_can_hold_has_no_picture) {
    EXPECT_FALSE(qr_picture("", QrColours::plain));
    EXPECT_FALSE(qr_picture(std::string_view("a\0b", 3), QrColours::plain));
    EXPECT_FALSE(qr_picture(std::string(2954, 'x'), QrColours::plain));
    const auto largest = qr_picture(std::string(2953, 'x'), QrColours::terminal);
    ASSERT_TRUE(largest);
    EXPECT_LT(largest->size(), std::size_t{64} * 1024);
}

}  // namespace
}  // namespace ramauth
