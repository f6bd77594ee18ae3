// SPDX-License-Identifier: LGPL-2.1-or-later
// A QR code (ISO/IEC 18004) for a terminal: lines of UTF-8 half blocks, two modules a character,
// error correction L, and a quiet zone of two modules, so that a URI of 134 bytes (version 6) still
// fits into 24 lines. The standard asks for four; the applications of phones do with less.
//
// A block is a light module, and what is left free a dark one: scanners look for dark on light, and
// many find nothing else. On a dark terminal, a console among them, that is so without any colour.
// Where colours may be written each line says them (light on black, put back at its end), and it is
// so on a light terminal too. Without them such a terminal shows the negative, which a part of the
// phones reads: whoever shows a plain picture shows the text beside it.
//
// The text may be a secret, and so is its picture. libqrencode frees its own copies as they are.
#pragma once

#include <optional>
#include <string_view>

#include "shared/secret.h"

namespace ramauth {

enum class QrColours { plain, terminal };

// Each line ends with a line feed. Nothing where `text` is empty, has a NUL, or is longer than a QR
// code can be (2,953 bytes; less than 64 KiB of picture). Throws std::bad_alloc.
[[nodiscard]] std::optional<Secret> qr_picture(std::string_view text, QrColours colours);

}  // namespace ramauth
