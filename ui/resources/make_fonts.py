"""Makes the font files beside this script; run by hand, never by the product: `python ui/resources/make_fonts.py NotoSansCJK-Regular.ttc ...`.

Inter and IBM Plex Sans Arabic come from the packages fontpkg-inter and fontpkg-ibm-plex-sans-arabic, Noto Sans CJK from
Debian's fonts-noto-cjk (its two .ttc files are the arguments). Static instances, because Qt shows of a variable font its
regular weight alone. Plex is copied as it is (its licence reserves the name); the others are cut to what the screens
need, and named so that a font of the same name on the machine cannot take their place. The licences beside them are kept by hand.
"""

import shutil
import sys
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
import fontpkg_inter
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent / "fonts"
PHONE = Path(__file__).parents[2] / "checkin" / "hub" / "phone" / "files"
INTER = Path(fontpkg_inter.__file__).parent
PLEX = Path(fontpkg_ibm_plex_sans_arabic.__file__).parent
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700, "ExtraBold": 800}

# Latin with its extensions, combining marks, punctuation, currency, letterlike signs, arrows and the shapes beside them.
LATIN = [(0x20, 0x24F), (0x2B0, 0x36F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x21FF), (0x2212, 0x2215)]
FEATURES = ["kern", "tnum", "calt", "ccmp", "locl", "mark", "mkmk", "case", "init", "medi", "fina", "isol", "rlig", "liga"]
PHONE_LATIN = [(0x20, 0x17F), (0x2010, 0x202F), (0x2066, 0x2069), (0x20AC, 0x20AC), (0x2212, 0x2212)]
PHONE_ARABIC = [(0x20, 0x20), (0x600, 0x6FF), (0x2066, 0x2069)]
HAN_MARKS = [(0x20, 0x7E), (0xB7, 0xB7), (0x2014, 0x2026), (0x3000, 0x3015), (0xFF01, 0xFF5E)]

# Hanzi of names that GB 2312 lacks: the usual ones of 20th-century registers.
NAMES = "喆堃玥珺昇镕頔囍雰晧淼翀烜赟祎旻昉暘暄曦晞晗昀昫晟焜煊煜熠燊玘玙玟玹珅珈珉珏珩珣珵琎琛琤琦琨琪琬琰瑀瑄瑗瑭瑾璁璇璐璟璠甯祐祺禛竑筠翊翾" \
    "芃芸茜荃菀菡萱葳蓁蔚薇藜蘅裎谌谭贇跞辰逄邬郜郗鄢酆钰铖铠锴镱隽雯霂霏靓韬颉颢飏馡骅骁骐骞鋆鑫垚犇猋骉羴浛沄洺浔涴淏淙湉溦滢漪澍澔濛泠俍俣偲傃傒仝佀仉侬" \
    "俪倓婍婳婷媛媞嫄嫣嬅妘妤姈姝娴岚峂崚嵘嶒帡彧徕忞怡恺惇慜懿"  # fmt: skip

# What visitors from Hong Kong, Macau and Taiwan write in their names.
TRADITIONAL = "陳黃張吳劉楊許鄭謝葉蘇莊呂簡鍾鐘遊羅蕭盧溫趙顏馬馮鄧龔嚴龍韓聶譚鄒閻湯賴萬歐陽關陸錢藍賀傅齊俞倉倫偉傑僑儀億優儒兒勛勝勞勵勳區參吉啟嘉國園圓圖團執堅報場塵墻壽夢奧婦嬌嬋學寧審寬實寶將專尋對導屏" \
    "島嶺嶽帥師幃幹廣廳彥強彈後從復徵德恆惠愛慶慧憲應懷戰戴擇攝敏敘數斐斌於旋時晉晚暉曉曆書會東棟楓榮榕樂樓標樹橋機權歡歲歷歸殷毅氣永漢潔潤潘澤濟濤瀅瀚瀟灣為烏煒煥熱燁燕燦爾玲現瑋瑤瑩瑪環瓊產畢畫異當發" \
    "皓監盤眾睿禎禮穎積穩競築節範紀純紅紋納紫細紹組結統絲經維綱綺綿緒線緯縈縣總繁織繡繼續纓義習聖聞聯聰聲職聿肅興舊艷芝華萊著蒼蓀蓉蓮蔣蔭薩薰藝藺蘭處虛號蟬術衛裕補製見視親覺覽觀訓記訪設詠詩詹話詳誠語說" \
    "課調論諾謀謙講證識譯讀讓豐貝財貞責貴賓賢質賽贊超軍軒載輝輪辦農運達遠適遲選邁還邊郵鄉鄺酈醫釗釧鈞鈴鉅鉑銀銘銳鋒鋼錄錦鎮鏡鐵鑑鑫長門開間閔閣閩關陰陣階隊際隨險隱雋雙離難雲電霞靈靜韋韻響頂順頌預頓" \
    "頡頤題願類顧顯風飛飲馥駒駿騰驊驍驥體魯鮑鳳鳴鴻鵬鶴鷹麗麥麼點齡"  # fmt: skip


def main(collections: list[str]) -> None:
    """Write every font file; `collections` are the paths of the regular and the bold Noto Sans CJK."""
    FONTS.mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        _make_inter(style, weight)
    for style in ("Regular", "Medium", "SemiBold", "Bold"):
        shutil.copy(PLEX / "files" / f"IBMPlexSansArabic-{style}.ttf", FONTS)
    make_phone()
    for path, style in zip(collections, ("Regular", "Bold"), strict=True):
        _make_noto(path, style)


def make_phone() -> None:
    """From the fonts beside this script, small ones for the hub's page for phones."""
    for style, weight, end in (("Regular", 400, ""), ("Bold", 700, "-bold")):
        for source, family, ranges, name in (
            (f"CheckinSans-{style}", "Checkin Sans", PHONE_LATIN, f"checkin-sans{end}.woff"),
            (f"IBMPlexSansArabic-{style}", "Checkin Sans Arabic", PHONE_ARABIC, f"checkin-arabic{end}.woff"),
        ):  # fmt: skip
            font = TTFont(FONTS / f"{source}.ttf")
            _cut(font, {code for first, last in ranges for code in range(first, last + 1)})
            _name(font, family, style, weight)
            font.flavor = "woff"
            font.save(PHONE / name)
    for licence in FONTS.glob("[!N]*-OFL.txt"):
        shutil.copy(licence, PHONE)


def _make_inter(style: str, weight: int) -> None:
    variable = TTFont(INTER / "files" / "Inter[opsz,wght].ttf")
    # The display cut from 24 px up, the text cut below: one size between them serves both on a screen of 40 cm and of 80.
    font = instantiateVariableFont(variable, {"wght": weight, "opsz": 20})
    _cut(font, {code for first, last in LATIN for code in range(first, last + 1)})
    _name(font, "Checkin Sans", style, weight)
    font.save(FONTS / f"CheckinSans-{style}.ttf")


def _make_noto(path: str, style: str) -> None:
    collection = [TTFont(path, fontNumber=number) for number in range(5)]
    font = next(face for face in collection if face["name"].getDebugName(1).startswith("Noto Sans CJK SC"))
    hanzi = {ord(bytes([high, low]).decode("gb2312", "ignore") or " ") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)}
    marks = {code for first, last in HAN_MARKS for code in range(first, last + 1)}
    _cut(font, hanzi | marks | {ord(letter) for letter in NAMES + TRADITIONAL})
    _name(font, "Checkin Sans SC", style, WEIGHTS[style])
    font.save(FONTS / f"CheckinSansSC-{style}.otf")


def _cut(font: TTFont, codes: set[int]) -> None:
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.desubroutinize = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def _name(font: TTFont, family: str, style: str, weight: int) -> None:
    """Style-linked names for old programs (1, 2), typographic ones for all others (16, 17)."""
    table = font["name"]
    linked = style in ("Regular", "Bold")
    file_name = f"{family.replace(' ', '')}-{style}"
    texts = {
        1: family if linked else f"{family} {style}", 2: style if linked else "Regular", 3: file_name, 4: f"{family} {style}",
        6: file_name, 16: family, 17: style,
    }  # fmt: skip
    table.names = [record for record in table.names if record.nameID in (0, 5, 13, 14)]
    for number, text in texts.items():
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    font["head"].macStyle = 1 if style == "Bold" else 0
    if "CFF " in font:
        font["CFF "].cff.fontNames = [file_name]
    if "STAT" in font:
        del font["STAT"]


if __name__ == "__main__":
    main(sys.argv[1:])
