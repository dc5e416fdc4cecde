"""The specialties: our names, what people call them, and their names in the other tables."""

from data_common import write_table

# code: (name, aliases, cell, outcome, signal). The NRMP uses the ACGME specialty code wherever there is one.
SPECIALTIES = {
    "040": ("Anesthesiology", "Anesthesia;Anaesthesiology;Anes;ANES", "Anesthesiology", "Anesthesiology",
            "Anesthesiology"),
    "080": ("Dermatology", "Derm;DERM", "Dermatology", "Dermatology", "Dermatology"),
    "110": ("Emergency Medicine", "EM;Emergency Med;ER", "Emergency Medicine", "Emergency Medicine",
            "Emergency Medicine"),
    "120": ("Family Medicine", "FM;Family Med;Family Practice", "Family Medicine", "Family Medicine",
            "Family Medicine"),
    "140": ("Internal Medicine", "IM;Medicine;Internal Med;Int Med;Medicine-Preliminary;Medicine-Primary",
            "Internal Medicine", "Internal Medicine", "Internal Medicine"),
    "160": ("Neurological Surgery", "Neurosurgery;NSGY;Neuro Surgery", "Neurological Surgery",
            "Neurological Surgery", "Neurological Surgery"),
    "180": ("Neurology", "Neuro;Adult Neurology", "Neurology", "Neurology", "Neurology"),
    "185": ("Child Neurology", "Pediatric Neurology;Child Neuro;Child Neurology (Neurology)", "Child Neurology",
            "Child Neurology", "Child Neurology"),
    "186": ("Neurodevelopmental Disabilities", "NDD", "Neurodevelopmental Disabilities", "",
            "Neurodevelopmental Disabilities"),
    "200": ("Nuclear Medicine", "NM;Nuc Med", "Nuclear Medicine", "", "Nuclear Medicine"),
    "220": ("Obstetrics and Gynecology", "OB-GYN;OB/GYN;OBGYN;Ob-Gyn;Obstetrics-Gynecology;Obstetrics & Gynecology;"
            "OB/GYN-Preliminary", "Obstetrics and Gynecology", "Obstetrics and Gynecology",
            "Obstetrics and Gynecology"),
    "260": ("Orthopedic Surgery", "Orthopaedic Surgery;Ortho;Orthopedics;Orthopaedics;Ortho Surgery",
            "Orthopaedic Surgery", "Orthopaedic Surgery", "Orthopedic Surgery"),
    "275": ("Osteopathic Neuromusculoskeletal Medicine", "ONMM;Osteo Neuromusculo Med;"
            "Osteo Neuromusculoskeletal Med;Osteopathic Neuromusculoskeletal",
            "Osteopathic Neuromusculoskeletal", "", "Osteopathic Neuromusculoskeletal Medicine"),
    "280": ("Otolaryngology", "ENT;Oto;Otolaryngology - Head and Neck Surgery;Otolaryngology-Head and Neck Surgery",
            "Otolaryngology", "Otolaryngology", "Otolaryngology"),
    "300": ("Pathology", "Path;AP/CP;Pathology-Anatomic and Clinical;Anatomic and Clinical Pathology", "Pathology",
            "Pathology-Anatomic and Clinical", "Pathology"),
    "320": ("Pediatrics", "Peds;Paediatrics;Pediatrics-Primary;Pediatrics-Preliminary", "Pediatrics", "Pediatrics",
            "Pediatrics"),
    "340": ("Physical Medicine and Rehabilitation", "PM&R;PMR;Physiatry;Physical Medicine & Rehab;"
            "Phys Medicine & Rehab", "Physical Medicine and Rehabilitation",
            "Physical Medicine and Rehabilitation", "Physical Medicine and Rehabilitation"),
    "362": ("Plastic Surgery", "Plastics;Plastic Surgery (Integrated);Plastic Surgery - Integrated",
            "Plastic Surgery (Integrated)", "Plastic Surgery (Integrated)", "Plastic Surgery - Integrated"),
    "380": ("Public Health and Preventive Medicine", "Preventive Medicine;PHPM;Public Health & Preventive Med;"
            "Public Health and General Preventive Medicine", "Public Health and Preventive Medicine",
            "Public Health and Preventive Medicine", "Public Health and General Preventive Medicine"),
    "382": ("Occupational and Environmental Medicine", "OEM;Occupational Medicine;Occupational & Environmental Med;"
            "Occupational & Environmental Medicine", "Occupational & Environmental Med", "",
            "Occupational and Environmental Medicine"),
    "400": ("Psychiatry", "Psych;PSY", "Psychiatry", "Psychiatry", "Psychiatry"),
    "416": ("Interventional Radiology", "IR;Interventional Radiology (Integrated);"
            "Interventional Radiology - Integrated", "Interventional Radiology (Integrated)",
            "Interventional Radiology (Integrated)", "Interventional Radiology - Integrated"),
    "420": ("Diagnostic Radiology", "DR;Radiology;Radiology-Diagnostic", "Radiology-Diagnostic",
            "Radiology-Diagnostic", "Diagnostic Radiology and Interventional Radiology"),
    "430": ("Radiation Oncology", "Rad Onc;RadOnc;RO", "Radiation Oncology", "Radiation Oncology",
            "Radiation Oncology"),
    "440": ("General Surgery", "GS;Surgery;Surgery-General;Surgery-Preliminary", "Surgery", "Surgery-General",
            "General Surgery"),
    "451": ("Vascular Surgery", "Vascular;Vascular Surgery (Integrated);Vascular Surgery - Integrated",
            "Vascular Surgery (Integrated)", "Vascular Surgery (Integrated)", "Vascular Surgery - Integrated"),
    "461": ("Thoracic Surgery", "CT Surgery;Cardiothoracic Surgery;Thoracic Surgery (Integrated);"
            "Thoracic Surgery - Integrated", "Thoracic Surgery (Integrated)", "Thoracic Surgery (Integrated)",
            "Thoracic Surgery - Integrated"),
    "700": ("Internal Medicine/Pediatrics", "Med-Peds;Medicine-Pediatrics;Internal Medicine-Pediatrics",
            "Internal Medicine/Pediatrics", "Internal Medicine/Pediatrics", "Internal Medicine/Pediatrics"),
    "705": ("Internal Medicine/Emergency Medicine", "EM/IM;IM/EM;Medicine-Emergency Med",
            "Internal Medicine/Emergency Med", "", ""),
    "715": ("Internal Medicine/Psychiatry", "IM/Psych;Med-Psych;Medicine-Psychiatry",
            "Internal Medicine/Psychiatry", "", "Internal Medicine/Psychiatry"),
    "720": ("Psychiatry/Family Medicine", "FM/Psych;Psychiatry-Family Med;Psychiatry-Family Medicine;"
            "Psychiatry/Family Practice", "Psychiatry/Family Medicine", "", ""),
    "725": ("Pediatrics/Emergency Medicine", "EM/Peds;Pediatrics-Emergency Med", "Pediatrics/Emergency Medicine",
            "", ""),
    "726": ("Pediatrics/Anesthesiology", "Peds-Anesthesia;Pediatrics-Anesthesiology", "Pediatrics/Anesthesiology",
            "", ""),
    "730": ("Pediatrics/Psychiatry/Child and Adolescent Psychiatry", "Triple Board;Peds/Psych/Child Psych;"
            "Pediatrics/Psych/Child Psych", "Pediatrics/Psych/Child Psych", "",
            "Pediatrics/Psychiatry/Child and Adolescent Psychiatry"),
    "735": ("Pediatrics/Physical Medicine and Rehabilitation", "Peds/PM&R;Pediatrics-PM&R;Pediatrics-PM & R;"
            "Pediatrics/PM&R", "Pediatrics/PM&R", "", ""),
    "742": ("Internal Medicine/Anesthesiology", "IM/Anesthesia;Medicine-Anesthesiology", "", "", ""),
    "751": ("Internal Medicine/Preventive Medicine", "IM/PM;Medicine-Preventive Med",
            "Internal Medicine/Preventive Medicine", "", ""),
    "752": ("Family Medicine/Preventive Medicine", "FM/PM;Family Med-Preventive Med",
            "Family Medicine/Preventive Medicine", "", ""),
    "755": ("Psychiatry/Neurology", "Psych/Neuro;Psychiatry-Neurology", "Psychiatry/Neurology", "", ""),
    "765": ("Pediatrics/Medical Genetics", "Peds/Genetics;Pediatrics-Medical Genetics;Pediatric Medical Genetics",
            "Pediatrics/Medical Genetics", "", "Pediatric Medical Genetics"),
    "766": ("Internal Medicine/Medical Genetics", "IM/Genetics;Medicine-Medical Genetics",
            "Internal Medicine/Medical Genetics", "", "Internal Medicine/Medical Genetics"),
    "770": ("Diagnostic Radiology/Nuclear Medicine", "DR/NM;Radiology-Nuclear Medicine;Diagnostic Radiology/Nuclear",
            "Diagnostic Radiology/Nuclear", "", ""),
    "785": ("Internal Medicine/Dermatology", "IM/Derm;Medicine-Dermatology", "Internal Medicine/Dermatology", "",
            ""),
    "795": ("Emergency Medicine/Family Medicine", "EM/FM;Emergency Med-Family Med",
            "Emergency Medicine/Family Medicine", "", ""),
    "796": ("Emergency Medicine/Anesthesiology", "EM/Anesthesia;Emergency Med-Anesthesiology",
            "Emergency Medicine/Anesthesiology", "", ""),
    "999": ("Transitional Year", "TY;Transitional;Transitional (PGY-1 Only)", "Transitional Year", "",
            "Transitional Year"),
}

# No ACGME program id of the directory starts with these codes.
NOT_AN_ACGME_CODE = {"382"}

# Emergency Medicine and OB-GYN left ERAS for ResidencyCAS; the rest of the signals table says ERAS.
RESIDENCYCAS = {"110", "220"}

CODE_OF_NAME = {
    name.lower(): code
    for code, (own, aliases, cell, outcome, signal) in SPECIALTIES.items()
    for name in (own, *aliases.split(";"), cell, outcome, signal)
    if name
}


def code_of(name):
    """The code of a specialty by any of its names."""
    return CODE_OF_NAME[name.strip().lower()]


def name_of(code):
    return SPECIALTIES[code][0]


def service_of(code):
    """The application service for the 2027 season, where it is known."""
    if code in RESIDENCYCAS:
        return "ResidencyCAS"
    return "ERAS" if SPECIALTIES[code][4] else ""


def build_specialties(to):
    columns = ["code", "name", "aliases", "acgme_code", "cell", "outcome", "signal", "service", "source", "as_of"]
    rows = [
        {
            "code": code,
            "name": name,
            "aliases": unique_aliases(name, aliases),
            "acgme_code": "" if code in NOT_AN_ACGME_CODE else code,
            "cell": cell,
            "outcome": outcome,
            "signal": signal,
            "service": service_of(code),
            "source": "NRMP2025R",
            "as_of": "2025-03",
        }
        for code, (name, aliases, cell, outcome, signal) in SPECIALTIES.items()
    ]
    return write_table(to, "specialties.csv", columns, rows, ["code"])


def unique_aliases(name, aliases):
    """Aliases without repeats in another case, and without the name itself."""
    seen, kept = {name.lower()}, []
    for alias in aliases.split(";"):
        if alias.lower() not in seen:
            seen.add(alias.lower())
            kept.append(alias)
    return ";".join(kept)
