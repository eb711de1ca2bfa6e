# What an optimised build is hardened with. tests/lint/hardened.py looks into the finished program for it.

target_compile_options(sapa_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
target_link_options(sapa_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)

include(CheckCXXCompilerFlag)
foreach(flag IN ITEMS -fstack-clash-protection -fcf-protection)  # not on every processor
  string(MAKE_C_IDENTIFIER "SAPA_HAS${flag}" has_flag)
  check_cxx_compiler_flag(${flag} ${has_flag})
  if(${has_flag})
    target_compile_options(sapa_options INTERFACE ${flag})
  endif()
endforeach()
