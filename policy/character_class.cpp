// SPDX-License-Identifier: LGPL-2.1-or-later
#include "policy/character_class.h"

#include <utf8proc.h>

namespace ramauth::policy {

CharacterClass class_of(char32_t point) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
    if (category == UTF8PROC_CATEGORY_LL) return CharacterClass::lowercase;
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT)
        return CharacterClass::uppercase;
    if (category == UTF8PROC_CATEGORY_ND) return CharacterClass::number;
    return CharacterClass::symbol;
}

}  // namespace ramauth::policy
