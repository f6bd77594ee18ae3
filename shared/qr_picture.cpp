// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shared/qr_picture.h"

#include <qrencode.h>
#include <string.h>

#include <cerrno>
#include <cstddef>
#include <memory>
#include <new>

namespace ramauth {
namespace {

constexpr int quiet_zone = 2;
constexpr std::string_view begin_colours = "\x1b[97;40m";
constexpr std::string_view end_colours = "\x1b[0m";

struct WipeAndFree {
    void operator()(QRcode* code) const noexcept {
        const auto side = static_cast<std::size_t>(code->width);
        ::explicit_bzero(code->data, side * side);
        QRcode_free(code);
    }
};
using QrCode = std::unique_ptr<QRcode, WipeAndFree>;

QrCode encoded(std::string_view text) {
    Secret terminated(text.size() + 1);
    for (const char c : text) terminated.push_back(c);
    terminated.push_back('\0');
    // Capital letters and digits, the most of a Base32 seed, take less room than other bytes.
    QrCode code(QRcode_encodeString(terminated.view().data(), 0, QR_ECLEVEL_L, QR_MODE_8, 1));
    if (!code && errno == ENOMEM) throw std::bad_alloc();
    return code;
}

// Outside of the code everything is light.
bool is_light(const QRcode& code, int x, int y) {
    if (x < 0 || y < 0 || x >= code.width || y >= code.width) return true;
    return (code.data[y * code.width + x] & 1U) == 0;
}

std::string_view block(bool upper, bool lower) {
    if (upper && lower) return "█";
    if (upper) return "▀";
    return lower ? "▄" : " ";
}

void append(Secret& picture, std::string_view bytes) {
    for (const char byte : bytes) picture.push_back(byte);
}

}  // namespace

std::optional<Secret> qr_picture(std::string_view text, QrColours colours) {
    if (text.empty() || text.find('\0') != std::string_view::npos) return std::nullopt;
    const QrCode code = encoded(text);
    if (!code) return std::nullopt;
    const bool coloured = colours == QrColours::terminal;
    const int end = code->width + quiet_zone;
    const int width = end + quiet_zone;
    const auto side = static_cast<std::size_t>(width);
    const std::size_t longest =
        side * block(true, true).size() + begin_colours.size() + end_colours.size() + 1;
    Secret picture((side + 1) / 2 * longest);
    for (int y = -quiet_zone; y < end; y += 2) {
        if (coloured) append(picture, begin_colours);
        for (int x = -quiet_zone; x < end; ++x)
            append(picture, block(is_light(*code, x, y), is_light(*code, x, y + 1)));
        if (coloured) append(picture, end_colours);
        picture.push_back('\n');
    }
    return picture;
}

}  // namespace ramauth
