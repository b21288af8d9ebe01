namespace RadlPortal.Dicom;

/// <summary>The attributes that the portal itself reads or writes, by their keywords of PS3.6.</summary>
public static class DicomTags
{
    /// <summary>(0002,0000) FileMetaInformationGroupLength.</summary>
    public static readonly DicomTag FileMetaInformationGroupLength = new(0x0002, 0x0000);

    /// <summary>(0002,0001) FileMetaInformationVersion.</summary>
    public static readonly DicomTag FileMetaInformationVersion = new(0x0002, 0x0001);

    /// <summary>(0002,0002) MediaStorageSOPClassUID.</summary>
    public static readonly DicomTag MediaStorageSopClassUid = new(0x0002, 0x0002);

    /// <summary>(0002,0003) MediaStorageSOPInstanceUID.</summary>
    public static readonly DicomTag MediaStorageSopInstanceUid = new(0x0002, 0x0003);

    /// <summary>(0002,0010) TransferSyntaxUID.</summary>
    public static readonly DicomTag TransferSyntaxUid = new(0x0002, 0x0010);

    /// <summary>(0002,0012) ImplementationClassUID.</summary>
    public static readonly DicomTag ImplementationClassUid = new(0x0002, 0x0012);

    /// <summary>(0002,0013) ImplementationVersionName.</summary>
    public static readonly DicomTag ImplementationVersionName = new(0x0002, 0x0013);

    /// <summary>(0008,0005) SpecificCharacterSet.</summary>
    public static readonly DicomTag SpecificCharacterSet = new(0x0008, 0x0005);

    /// <summary>(0008,0008) ImageType.</summary>
    public static readonly DicomTag ImageType = new(0x0008, 0x0008);

    /// <summary>(0008,0016) SOPClassUID.</summary>
    public static readonly DicomTag SopClassUid = new(0x0008, 0x0016);

    /// <summary>(0008,0018) SOPInstanceUID.</summary>
    public static readonly DicomTag SopInstanceUid = new(0x0008, 0x0018);

    /// <summary>(0008,0020) StudyDate.</summary>
    public static readonly DicomTag StudyDate = new(0x0008, 0x0020);

    /// <summary>(0008,0021) SeriesDate.</summary>
    public static readonly DicomTag SeriesDate = new(0x0008, 0x0021);

    /// <summary>(0008,0022) AcquisitionDate.</summary>
    public static readonly DicomTag AcquisitionDate = new(0x0008, 0x0022);

    /// <summary>(0008,0023) ContentDate.</summary>
    public static readonly DicomTag ContentDate = new(0x0008, 0x0023);

    /// <summary>(0008,0030) StudyTime.</summary>
    public static readonly DicomTag StudyTime = new(0x0008, 0x0030);

    /// <summary>(0008,0031) SeriesTime.</summary>
    public static readonly DicomTag SeriesTime = new(0x0008, 0x0031);

    /// <summary>(0008,0033) ContentTime.</summary>
    public static readonly DicomTag ContentTime = new(0x0008, 0x0033);

    /// <summary>(0008,0050) AccessionNumber.</summary>
    public static readonly DicomTag AccessionNumber = new(0x0008, 0x0050);

    /// <summary>(0008,0060) Modality.</summary>
    public static readonly DicomTag Modality = new(0x0008, 0x0060);

    /// <summary>(0008,0070) Manufacturer.</summary>
    public static readonly DicomTag Manufacturer = new(0x0008, 0x0070);

    /// <summary>(0008,0080) InstitutionName.</summary>
    public static readonly DicomTag InstitutionName = new(0x0008, 0x0080);

    /// <summary>(0008,0090) ReferringPhysicianName.</summary>
    public static readonly DicomTag ReferringPhysicianName = new(0x0008, 0x0090);

    /// <summary>(0008,1030) StudyDescription.</summary>
    public static readonly DicomTag StudyDescription = new(0x0008, 0x1030);

    /// <summary>(0008,103E) SeriesDescription.</summary>
    public static readonly DicomTag SeriesDescription = new(0x0008, 0x103E);

    /// <summary>(0008,1090) ManufacturerModelName.</summary>
    public static readonly DicomTag ManufacturerModelName = new(0x0008, 0x1090);

    /// <summary>(0008,1115) ReferencedSeriesSequence.</summary>
    public static readonly DicomTag ReferencedSeriesSequence = new(0x0008, 0x1115);

    /// <summary>(0008,114A) ReferencedInstanceSequence.</summary>
    public static readonly DicomTag ReferencedInstanceSequence = new(0x0008, 0x114A);

    /// <summary>(0008,1150) ReferencedSOPClassUID.</summary>
    public static readonly DicomTag ReferencedSopClassUid = new(0x0008, 0x1150);

    /// <summary>(0008,1155) ReferencedSOPInstanceUID.</summary>
    public static readonly DicomTag ReferencedSopInstanceUid = new(0x0008, 0x1155);

    /// <summary>(0008,9215) DerivationCodeSequence.</summary>
    public static readonly DicomTag DerivationCodeSequence = new(0x0008, 0x9215);

    /// <summary>(0008,2112) SourceImageSequence.</summary>
    public static readonly DicomTag SourceImageSequence = new(0x0008, 0x2112);

    /// <summary>(0040,A170) PurposeOfReferenceCodeSequence.</summary>
    public static readonly DicomTag PurposeOfReferenceCodeSequence = new(0x0040, 0xA170);

    /// <summary>(0008,9124) DerivationImageSequence.</summary>
    public static readonly DicomTag DerivationImageSequence = new(0x0008, 0x9124);

    /// <summary>(0008,2218) AnatomicRegionSequence.</summary>
    public static readonly DicomTag AnatomicRegionSequence = new(0x0008, 0x2218);

    /// <summary>(0008,0100) CodeValue.</summary>
    public static readonly DicomTag CodeValue = new(0x0008, 0x0100);

    /// <summary>(0008,0102) CodingSchemeDesignator.</summary>
    public static readonly DicomTag CodingSchemeDesignator = new(0x0008, 0x0102);

    /// <summary>(0008,0104) CodeMeaning.</summary>
    public static readonly DicomTag CodeMeaning = new(0x0008, 0x0104);

    /// <summary>(0010,0010) PatientName.</summary>
    public static readonly DicomTag PatientName = new(0x0010, 0x0010);

    /// <summary>(0010,0020) PatientID.</summary>
    public static readonly DicomTag PatientId = new(0x0010, 0x0020);

    /// <summary>(0010,0030) PatientBirthDate.</summary>
    public static readonly DicomTag PatientBirthDate = new(0x0010, 0x0030);

    /// <summary>(0010,0040) PatientSex.</summary>
    public static readonly DicomTag PatientSex = new(0x0010, 0x0040);

    /// <summary>(0012,0062) PatientIdentityRemoved.</summary>
    public static readonly DicomTag PatientIdentityRemoved = new(0x0012, 0x0062);

    /// <summary>(0012,0063) DeidentificationMethod.</summary>
    public static readonly DicomTag DeidentificationMethod = new(0x0012, 0x0063);

    /// <summary>(0012,0064) DeidentificationMethodCodeSequence.</summary>
    public static readonly DicomTag DeidentificationMethodCodeSequence = new(0x0012, 0x0064);

    /// <summary>(0018,0015) BodyPartExamined.</summary>
    public static readonly DicomTag BodyPartExamined = new(0x0018, 0x0015);

    /// <summary>(0018,0050) SliceThickness.</summary>
    public static readonly DicomTag SliceThickness = new(0x0018, 0x0050);

    /// <summary>(0018,0060) KVP.</summary>
    public static readonly DicomTag Kvp = new(0x0018, 0x0060);

    /// <summary>(0018,0088) SpacingBetweenSlices.</summary>
    public static readonly DicomTag SpacingBetweenSlices = new(0x0018, 0x0088);

    /// <summary>(0018,1000) DeviceSerialNumber.</summary>
    public static readonly DicomTag DeviceSerialNumber = new(0x0018, 0x1000);

    /// <summary>(0018,1020) SoftwareVersions.</summary>
    public static readonly DicomTag SoftwareVersions = new(0x0018, 0x1020);

    /// <summary>(0018,1210) ConvolutionKernel.</summary>
    public static readonly DicomTag ConvolutionKernel = new(0x0018, 0x1210);

    /// <summary>(0018,5100) PatientPosition.</summary>
    public static readonly DicomTag PatientPosition = new(0x0018, 0x5100);

    /// <summary>(0018,1120) GantryDetectorTilt.</summary>
    public static readonly DicomTag GantryDetectorTilt = new(0x0018, 0x1120);

    /// <summary>(0018,1150) ExposureTime.</summary>
    public static readonly DicomTag ExposureTime = new(0x0018, 0x1150);

    /// <summary>(0018,1151) XRayTubeCurrent.</summary>
    public static readonly DicomTag XRayTubeCurrent = new(0x0018, 0x1151);

    /// <summary>(0018,0010) ContrastBolusAgent.</summary>
    public static readonly DicomTag ContrastBolusAgent = new(0x0018, 0x0010);

    /// <summary>(0020,000D) StudyInstanceUID.</summary>
    public static readonly DicomTag StudyInstanceUid = new(0x0020, 0x000D);

    /// <summary>(0020,000E) SeriesInstanceUID.</summary>
    public static readonly DicomTag SeriesInstanceUid = new(0x0020, 0x000E);

    /// <summary>(0020,0010) StudyID.</summary>
    public static readonly DicomTag StudyId = new(0x0020, 0x0010);

    /// <summary>(0020,0011) SeriesNumber.</summary>
    public static readonly DicomTag SeriesNumber = new(0x0020, 0x0011);

    /// <summary>(0020,0012) AcquisitionNumber.</summary>
    public static readonly DicomTag AcquisitionNumber = new(0x0020, 0x0012);

    /// <summary>(0020,0013) InstanceNumber.</summary>
    public static readonly DicomTag InstanceNumber = new(0x0020, 0x0013);

    /// <summary>(0020,0032) ImagePositionPatient.</summary>
    public static readonly DicomTag ImagePositionPatient = new(0x0020, 0x0032);

    /// <summary>(0020,0037) ImageOrientationPatient.</summary>
    public static readonly DicomTag ImageOrientationPatient = new(0x0020, 0x0037);

    /// <summary>(0020,0052) FrameOfReferenceUID.</summary>
    public static readonly DicomTag FrameOfReferenceUid = new(0x0020, 0x0052);

    /// <summary>(0020,1040) PositionReferenceIndicator.</summary>
    public static readonly DicomTag PositionReferenceIndicator = new(0x0020, 0x1040);

    /// <summary>(0020,1041) SliceLocation.</summary>
    public static readonly DicomTag SliceLocation = new(0x0020, 0x1041);

    /// <summary>(0020,9157) DimensionIndexValues.</summary>
    public static readonly DicomTag DimensionIndexValues = new(0x0020, 0x9157);

    /// <summary>(0020,9164) DimensionOrganizationUID.</summary>
    public static readonly DicomTag DimensionOrganizationUid = new(0x0020, 0x9164);

    /// <summary>(0020,9221) DimensionOrganizationSequence.</summary>
    public static readonly DicomTag DimensionOrganizationSequence = new(0x0020, 0x9221);

    /// <summary>(0020,9222) DimensionIndexSequence.</summary>
    public static readonly DicomTag DimensionIndexSequence = new(0x0020, 0x9222);

    /// <summary>(0020,9165) DimensionIndexPointer.</summary>
    public static readonly DicomTag DimensionIndexPointer = new(0x0020, 0x9165);

    /// <summary>(0020,9167) FunctionalGroupPointer.</summary>
    public static readonly DicomTag FunctionalGroupPointer = new(0x0020, 0x9167);

    /// <summary>(0020,9421) DimensionDescriptionLabel.</summary>
    public static readonly DicomTag DimensionDescriptionLabel = new(0x0020, 0x9421);

    /// <summary>(0020,9311) DimensionOrganizationType.</summary>
    public static readonly DicomTag DimensionOrganizationType = new(0x0020, 0x9311);

    /// <summary>(0020,9111) FrameContentSequence.</summary>
    public static readonly DicomTag FrameContentSequence = new(0x0020, 0x9111);

    /// <summary>(0020,9113) PlanePositionSequence.</summary>
    public static readonly DicomTag PlanePositionSequence = new(0x0020, 0x9113);

    /// <summary>(0020,9116) PlaneOrientationSequence.</summary>
    public static readonly DicomTag PlaneOrientationSequence = new(0x0020, 0x9116);

    /// <summary>(0028,0002) SamplesPerPixel.</summary>
    public static readonly DicomTag SamplesPerPixel = new(0x0028, 0x0002);

    /// <summary>(0028,0004) PhotometricInterpretation.</summary>
    public static readonly DicomTag PhotometricInterpretation = new(0x0028, 0x0004);

    /// <summary>(0028,0008) NumberOfFrames.</summary>
    public static readonly DicomTag NumberOfFrames = new(0x0028, 0x0008);

    /// <summary>(0028,0010) Rows.</summary>
    public static readonly DicomTag Rows = new(0x0028, 0x0010);

    /// <summary>(0028,0011) Columns.</summary>
    public static readonly DicomTag Columns = new(0x0028, 0x0011);

    /// <summary>(0028,0030) PixelSpacing.</summary>
    public static readonly DicomTag PixelSpacing = new(0x0028, 0x0030);

    /// <summary>(0028,0100) BitsAllocated.</summary>
    public static readonly DicomTag BitsAllocated = new(0x0028, 0x0100);

    /// <summary>(0028,0101) BitsStored.</summary>
    public static readonly DicomTag BitsStored = new(0x0028, 0x0101);

    /// <summary>(0028,0102) HighBit.</summary>
    public static readonly DicomTag HighBit = new(0x0028, 0x0102);

    /// <summary>(0028,0103) PixelRepresentation.</summary>
    public static readonly DicomTag PixelRepresentation = new(0x0028, 0x0103);

    /// <summary>(0028,0120) PixelPaddingValue.</summary>
    public static readonly DicomTag PixelPaddingValue = new(0x0028, 0x0120);

    /// <summary>(0028,1050) WindowCenter.</summary>
    public static readonly DicomTag WindowCenter = new(0x0028, 0x1050);

    /// <summary>(0028,1051) WindowWidth.</summary>
    public static readonly DicomTag WindowWidth = new(0x0028, 0x1051);

    /// <summary>(0028,1052) RescaleIntercept.</summary>
    public static readonly DicomTag RescaleIntercept = new(0x0028, 0x1052);

    /// <summary>(0028,1053) RescaleSlope.</summary>
    public static readonly DicomTag RescaleSlope = new(0x0028, 0x1053);

    /// <summary>(0028,1054) RescaleType.</summary>
    public static readonly DicomTag RescaleType = new(0x0028, 0x1054);

    /// <summary>(0028,0301) BurnedInAnnotation.</summary>
    public static readonly DicomTag BurnedInAnnotation = new(0x0028, 0x0301);

    /// <summary>(0028,2110) LossyImageCompression.</summary>
    public static readonly DicomTag LossyImageCompression = new(0x0028, 0x2110);

    /// <summary>(0028,9110) PixelMeasuresSequence.</summary>
    public static readonly DicomTag PixelMeasuresSequence = new(0x0028, 0x9110);

    /// <summary>(0028,0303) LongitudinalTemporalInformationModified.</summary>
    public static readonly DicomTag LongitudinalTemporalInformationModified = new(0x0028, 0x0303);

    /// <summary>(0062,0001) SegmentationType.</summary>
    public static readonly DicomTag SegmentationType = new(0x0062, 0x0001);

    /// <summary>(0062,0002) SegmentSequence.</summary>
    public static readonly DicomTag SegmentSequence = new(0x0062, 0x0002);

    /// <summary>(0062,0003) SegmentedPropertyCategoryCodeSequence.</summary>
    public static readonly DicomTag SegmentedPropertyCategoryCodeSequence = new(0x0062, 0x0003);

    /// <summary>(0062,0004) SegmentNumber.</summary>
    public static readonly DicomTag SegmentNumber = new(0x0062, 0x0004);

    /// <summary>(0062,0005) SegmentLabel.</summary>
    public static readonly DicomTag SegmentLabel = new(0x0062, 0x0005);

    /// <summary>(0062,0008) SegmentAlgorithmType.</summary>
    public static readonly DicomTag SegmentAlgorithmType = new(0x0062, 0x0008);

    /// <summary>(0062,000F) SegmentedPropertyTypeCodeSequence.</summary>
    public static readonly DicomTag SegmentedPropertyTypeCodeSequence = new(0x0062, 0x000F);

    /// <summary>(0062,0010) SegmentationFractionalType.</summary>
    public static readonly DicomTag SegmentationFractionalType = new(0x0062, 0x0010);

    /// <summary>(0062,000E) MaximumFractionalValue.</summary>
    public static readonly DicomTag MaximumFractionalValue = new(0x0062, 0x000E);

    /// <summary>(0062,000B) ReferencedSegmentNumber.</summary>
    public static readonly DicomTag ReferencedSegmentNumber = new(0x0062, 0x000B);

    /// <summary>(0062,000A) SegmentIdentificationSequence.</summary>
    public static readonly DicomTag SegmentIdentificationSequence = new(0x0062, 0x000A);

    /// <summary>(5200,9229) SharedFunctionalGroupsSequence.</summary>
    public static readonly DicomTag SharedFunctionalGroupsSequence = new(0x5200, 0x9229);

    /// <summary>(5200,9230) PerFrameFunctionalGroupsSequence.</summary>
    public static readonly DicomTag PerFrameFunctionalGroupsSequence = new(0x5200, 0x9230);

    /// <summary>(0070,0080) ContentLabel.</summary>
    public static readonly DicomTag ContentLabel = new(0x0070, 0x0080);

    /// <summary>(0070,0081) ContentDescription.</summary>
    public static readonly DicomTag ContentDescription = new(0x0070, 0x0081);

    /// <summary>(0070,0084) ContentCreatorName.</summary>
    public static readonly DicomTag ContentCreatorName = new(0x0070, 0x0084);

    /// <summary>(7FE0,0010) PixelData.</summary>
    public static readonly DicomTag PixelData = new(0x7FE0, 0x0010);

    /// <summary>(7FE0,0008) FloatPixelData.</summary>
    public static readonly DicomTag FloatPixelData = new(0x7FE0, 0x0008);

    /// <summary>(7FE0,0009) DoubleFloatPixelData.</summary>
    public static readonly DicomTag DoubleFloatPixelData = new(0x7FE0, 0x0009);

    /// <summary>(FFFC,FFFC) DataSetTrailingPadding.</summary>
    public static readonly DicomTag DataSetTrailingPadding = new(0xFFFC, 0xFFFC);

    /// <summary>(7FE0,0001) ExtendedOffsetTable.</summary>
    public static readonly DicomTag ExtendedOffsetTable = new(0x7FE0, 0x0001);

    /// <summary>(7FE0,0002) ExtendedOffsetTableLengths.</summary>
    public static readonly DicomTag ExtendedOffsetTableLengths = new(0x7FE0, 0x0002);

    /// <summary>(0008,0064) ConversionType.</summary>
    public static readonly DicomTag ConversionType = new(0x0008, 0x0064);

    /// <summary>(0028,0302) RecognizableVisualFeatures.</summary>
    public static readonly DicomTag RecognizableVisualFeatures = new(0x0028, 0x0302);

    /// <summary>(0028,0006) PlanarConfiguration.</summary>
    public static readonly DicomTag PlanarConfiguration = new(0x0028, 0x0006);

    /// <summary>(3006,0010) ReferencedFrameOfReferenceSequence.</summary>
    public static readonly DicomTag ReferencedFrameOfReferenceSequence = new(0x3006, 0x0010);

    /// <summary>(3006,0012) RTReferencedStudySequence.</summary>
    public static readonly DicomTag RtReferencedStudySequence = new(0x3006, 0x0012);

    /// <summary>(3006,0014) RTReferencedSeriesSequence.</summary>
    public static readonly DicomTag RtReferencedSeriesSequence = new(0x3006, 0x0014);

    /// <summary>(3006,0016) ContourImageSequence.</summary>
    public static readonly DicomTag ContourImageSequence = new(0x3006, 0x0016);

    /// <summary>(3006,0002) StructureSetLabel.</summary>
    public static readonly DicomTag StructureSetLabel = new(0x3006, 0x0002);

    /// <summary>(3006,0004) StructureSetName.</summary>
    public static readonly DicomTag StructureSetName = new(0x3006, 0x0004);

    /// <summary>(3006,0008) StructureSetDate.</summary>
    public static readonly DicomTag StructureSetDate = new(0x3006, 0x0008);

    /// <summary>(3006,0009) StructureSetTime.</summary>
    public static readonly DicomTag StructureSetTime = new(0x3006, 0x0009);

    /// <summary>(3006,0020) StructureSetROISequence.</summary>
    public static readonly DicomTag StructureSetRoiSequence = new(0x3006, 0x0020);

    /// <summary>(3006,0022) ROINumber.</summary>
    public static readonly DicomTag RoiNumber = new(0x3006, 0x0022);

    /// <summary>(3006,0026) ROIName.</summary>
    public static readonly DicomTag RoiName = new(0x3006, 0x0026);

    /// <summary>(3006,0024) ReferencedFrameOfReferenceUID.</summary>
    public static readonly DicomTag ReferencedFrameOfReferenceUid = new(0x3006, 0x0024);

    /// <summary>(3006,0036) ROIGenerationAlgorithm.</summary>
    public static readonly DicomTag RoiGenerationAlgorithm = new(0x3006, 0x0036);

    /// <summary>(3006,0039) ROIContourSequence.</summary>
    public static readonly DicomTag RoiContourSequence = new(0x3006, 0x0039);

    /// <summary>(3006,0040) ContourSequence.</summary>
    public static readonly DicomTag ContourSequence = new(0x3006, 0x0040);

    /// <summary>(3006,0042) ContourGeometricType.</summary>
    public static readonly DicomTag ContourGeometricType = new(0x3006, 0x0042);

    /// <summary>(3006,0046) NumberOfContourPoints.</summary>
    public static readonly DicomTag NumberOfContourPoints = new(0x3006, 0x0046);

    /// <summary>(3006,0050) ContourData.</summary>
    public static readonly DicomTag ContourData = new(0x3006, 0x0050);

    /// <summary>(3006,0084) ReferencedROINumber.</summary>
    public static readonly DicomTag ReferencedRoiNumber = new(0x3006, 0x0084);

    /// <summary>(3006,0080) RTROIObservationsSequence.</summary>
    public static readonly DicomTag RtRoiObservationsSequence = new(0x3006, 0x0080);

    /// <summary>(3006,0082) ObservationNumber.</summary>
    public static readonly DicomTag ObservationNumber = new(0x3006, 0x0082);

    /// <summary>(3006,00A4) RTROIInterpretedType.</summary>
    public static readonly DicomTag RtRoiInterpretedType = new(0x3006, 0x00A4);

    /// <summary>(3006,00A6) ROIInterpreter.</summary>
    public static readonly DicomTag RoiInterpreter = new(0x3006, 0x00A6);

    /// <summary>(3006,002A) ROIDisplayColor.</summary>
    public static readonly DicomTag RoiDisplayColor = new(0x3006, 0x002A);

    /// <summary>(0008,1070) OperatorsName.</summary>
    public static readonly DicomTag OperatorsName = new(0x0008, 0x1070);

    /// <summary>(300E,0002) ApprovalStatus.</summary>
    public static readonly DicomTag ApprovalStatus = new(0x300E, 0x0002);

    /// <summary>(0062,0013) SegmentsOverlap.</summary>
    public static readonly DicomTag SegmentsOverlap = new(0x0062, 0x0013);

    /// <summary>(0028,3000) ModalityLUTSequence.</summary>
    public static readonly DicomTag ModalityLutSequence = new(0x0028, 0x3000);
}
